import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EffectView } from '@naytife/backstage-plugin-cnpg-common';
import Link from '@material-ui/core/Link';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { cnpgTranslationRef } from '../translation';

/** Quantities stay on one line; whole objects may not widen the page. */
const valueStyle = { wordBreak: 'normal', minWidth: 72 } as const;

/** Each changed field, and what CNPG does with it. */
export const Effects = ({ effects }: { effects: EffectView[] }) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  return (
    <Table size="small" aria-label={t('fields.effects.title')}>
      <TableHead>
        <TableRow>
          {(['field', 'before', 'after', 'what'] as const).map(column => (
            <TableCell key={column}>{t(`fields.effects.${column}`)}</TableCell>
          ))}
        </TableRow>
      </TableHead>
      <TableBody>
        {effects.map(({ field, before, after, kind, sentence, link }) => (
          <TableRow key={field} data-effect={kind}>
            <TableCell style={{ overflowWrap: 'anywhere' }}>{field}</TableCell>
            <TableCell style={valueStyle}>{before}</TableCell>
            <TableCell style={valueStyle}>{after}</TableCell>
            <TableCell>
              <b>{t(`fields.effects.${kind}`)}</b>: {sentence}{' '}
              <Link href={link} target="_blank" rel="noopener">
                {t('lights.docs')}
              </Link>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
};
