import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Table } from '@backstage/core-components';
import {
  MigrationReportView,
  humanDuration,
} from '@naytife/backstage-plugin-cnpg-common';
import { absolute } from '../components/time';
import { cnpgTranslationRef } from '../translation';

/** What Jobs told, the newest first; kept when their pods are gone. */
export const History = ({ reports }: { reports: MigrationReportView[] }) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  return (
    <Table<MigrationReportView & { id: string }>
      title={t('migration.history')}
      options={{ paging: false, search: false, padding: 'dense' }}
      emptyContent={t('migration.historyEmpty')}
      data={[...reports]
        .reverse()
        .map(item => ({ ...item, id: `${item.run} ${item.finishedAt}` }))}
      columns={[
        { title: t('migration.run'), field: 'run' },
        {
          title: t('migration.steps'),
          render: ({ step }) => t(`migration.step.${step}`),
        },
        {
          title: t('backups.when'),
          render: ({ finishedAt }) => absolute(finishedAt),
        },
        {
          title: t('migration.took'),
          render: ({ report }) => humanDuration(report.seconds),
        },
        { title: t('migration.exit'), field: 'exitCode' },
      ]}
    />
  );
};
