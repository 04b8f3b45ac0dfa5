import { cnpgTranslationRef } from '../translation';
import { TranslationFunction } from '@backstage/frontend-plugin-api';

/** A price of backups in words: none where there are none, unknown where no price is named. */
export function backupCost(
  { backup }: { backup?: number },
  t: TranslationFunction<(typeof cnpgTranslationRef)['T']>,
): string {
  if (backup === undefined) return t('facts.unknown');
  return backup === 0
    ? t('facts.none')
    : t('fields.cost.atMost', { value: backup.toFixed(2) });
}
