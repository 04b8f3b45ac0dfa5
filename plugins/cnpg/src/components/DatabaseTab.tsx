import { useState } from 'react';
import { Progress } from '@backstage/core-components';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { ANNOTATION_CNPG_CLUSTERS } from '@naytife/backstage-plugin-cnpg-common';
import Box from '@material-ui/core/Box';
import Tab from '@material-ui/core/Tab';
import Tabs from '@material-ui/core/Tabs';
import Alert from '@material-ui/lab/Alert';
import { useBoundClusters } from '../hooks/useBoundClusters';
import { cnpgTranslationRef } from '../translation';
import { DatabaseViews } from './DatabaseViews';
import { Failure, NoAnnotation } from './states';

/** The tab of a Resource that is a database, or of a Component that depends on one. */
export const DatabaseTab = () => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const { entity } = useEntity();
  const { refs, invalid, loading, error } = useBoundClusters(entity);
  const [chosen, setChosen] = useState(0);
  if (loading) return <Progress />;
  if (error)
    return (
      <Failure
        error={error}
        clusterRef={stringifyEntityRef(entity)}
        onRetry={() => window.location.reload()}
      />
    );
  const ref = refs[Math.min(chosen, refs.length - 1)];
  return (
    <>
      {invalid.length > 0 && (
        <Box mb={2}>
          <Alert severity="error">
            {t('state.badAnnotation', {
              annotation: ANNOTATION_CNPG_CLUSTERS,
              entries: invalid.join(', '),
            })}
          </Alert>
        </Box>
      )}
      {refs.length > 1 && (
        <Box mb={2}>
          <Tabs
            value={refs.indexOf(ref)}
            onChange={(_event, index: number) => setChosen(index)}
            indicatorColor="primary"
          >
            {refs.map(({ environment, name }) => (
              <Tab
                key={`${environment}/${name}`}
                label={`${environment} / ${name}`}
              />
            ))}
          </Tabs>
        </Box>
      )}
      {ref ? (
        <DatabaseViews
          key={`${ref.environment}/${ref.name}`}
          clusterRef={ref}
        />
      ) : (
        !invalid.length && (
          <NoAnnotation
            component={
              entity.kind === 'Component'
                ? stringifyEntityRef(entity)
                : undefined
            }
          />
        )
      )}
    </>
  );
};
