import {
  Content,
  Header,
  Link,
  Page,
  Progress,
  ResponseErrorPanel,
  Table,
} from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ClusterSummaryView,
  Light,
} from '@naytife/backstage-plugin-cnpg-common';
import { useTheme } from '@material-ui/core/styles';
import { useParams, useNavigate } from 'react-router-dom';
import { DatabaseViews } from '../components/DatabaseViews';
import { LightIcon, lightColour } from '../components/light';
import { SourceNotices } from '../components/Notices';
import { OperatorUpkeep } from '../components/OperatorUpkeep';
import { useFleet } from '../hooks/useFleet';
import { MigrationList } from '../migration/MigrationList';
import { FleetPromises } from '../promises/FleetPromises';
import { cnpgTranslationRef } from '../translation';

const LightCell = ({ light, word }: { light: Light; word: string }) => {
  const theme = useTheme();
  return (
    <span
      style={{
        color: lightColour(theme, light),
        display: 'inline-flex',
        gap: 6,
        alignItems: 'center',
      }}
    >
      <LightIcon light={light} />
      {word}
    </span>
  );
};

const Fleet = () => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const navigate = useNavigate();
  const { value, error } = useFleet();
  if (!value)
    return error ? <ResponseErrorPanel error={error} /> : <Progress />;
  return (
    <>
      {error && <ResponseErrorPanel error={error} />}
      <SourceNotices sources={value.sources} />
      <Table<ClusterSummaryView & { id: string }>
        options={{ paging: false, search: true }}
        data={value.items.map(item => ({ ...item, id: item.ref }))}
        emptyContent={t('fleet.empty')}
        onRowClick={(_event, row) => row && navigate(row.ref)}
        columns={[
          {
            title: t('fleet.cluster'),
            field: 'name',
            render: row => <Link to={row.ref}>{row.name}</Link>,
          },
          { title: t('fleet.environment'), field: 'environmentTitle' },
          {
            title: t('lights.health'),
            render: row => <LightCell {...row.health} />,
          },
          {
            title: t('lights.recoverability'),
            render: row => <LightCell {...row.recoverability} />,
          },
          {
            title: t('instances.title'),
            render: row =>
              `${row.readyInstances ?? t('facts.unknown')} / ${
                row.instances ?? t('facts.unknown')
              }`,
          },
          { title: 'PostgreSQL', field: 'postgresVersion' },
        ]}
      />
      <FleetPromises />
      <MigrationList />
      <OperatorUpkeep sources={value.sources} />
    </>
  );
};

/** All databases that the user may see, and each of them. */
export const FleetPage = () => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const [environment, name] = (useParams()['*'] ?? '').split('/');
  return (
    <Page themeId="tool">
      <Header title={t('page.title')} />
      <Content>
        {environment && name ? (
          <DatabaseViews clusterRef={{ environment, name }} />
        ) : (
          <Fleet />
        )}
      </Content>
    </Page>
  );
};
