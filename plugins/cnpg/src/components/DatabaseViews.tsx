import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Box from '@material-ui/core/Box';
import Tab from '@material-ui/core/Tab';
import Tabs from '@material-ui/core/Tabs';
import { useSearchParams } from 'react-router-dom';
import { ClusterRef } from '../api/CnpgApi';
import { useMigrations } from '../hooks/useMigration';
import { MigrationPage } from '../migration/MigrationPage';
import { cnpgTranslationRef } from '../translation';
import { ClusterPage } from './ClusterPage';

const VIEWS = ['database', 'migration'] as const;

/** A database, and the page of its move where an old one moves there; the address names the view. */
export const DatabaseViews = ({ clusterRef }: { clusterRef: ClusterRef }) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const { items } = useMigrations();
  const [search, setSearch] = useSearchParams();
  const { environment, name } = clusterRef;
  const moves = items.some(({ ref }) => ref === `${environment}/${name}`);
  const view = moves && search.get('view') === 'migration' ? 1 : 0;
  return (
    <>
      {moves && (
        <Box mb={2}>
          <Tabs
            value={view}
            onChange={(_event, index: number) =>
              setSearch(before => {
                const after = new URLSearchParams(before);
                after.set('view', VIEWS[index]);
                return after;
              })
            }
            indicatorColor="primary"
          >
            {VIEWS.map(item => (
              <Tab key={item} label={t(`views.${item}`)} />
            ))}
          </Tabs>
        </Box>
      )}
      {view ? (
        <MigrationPage clusterRef={clusterRef} />
      ) : (
        <ClusterPage clusterRef={clusterRef} />
      )}
    </>
  );
};
