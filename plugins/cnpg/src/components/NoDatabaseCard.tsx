import { InfoCard } from '@backstage/core-components';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import Typography from '@material-ui/core/Typography';
import { cnpgTranslationRef } from '../translation';
import { CreateButton } from './states';

/** On the overview of a component without a database: the way to get one, with the form filled in. */
export const NoDatabaseCard = () => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const { entity } = useEntity();
  return (
    <InfoCard title={t('card.title')}>
      <Typography paragraph>{t('card.text')}</Typography>
      <CreateButton
        formData={{
          component: stringifyEntityRef(entity),
          owner: entity.relations?.find(({ type }) => type === 'ownedBy')
            ?.targetRef,
        }}
      />
    </InfoCard>
  );
};
