import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  MigrationReportView,
  humanDuration,
} from '@naytife/backstage-plugin-cnpg-common';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { PlainTable } from '../components/PlainTable';
import { Section } from '../components/Section';
import { absolute } from '../components/time';
import { cnpgTranslationRef } from '../translation';

/** What Jobs told, the newest first; kept when their pods are gone. */
export const History = ({ reports }: { reports: MigrationReportView[] }) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  return (
    <Section title={t('migration.history')}>
      {reports.length ? (
        <PlainTable
          head={[
            t('migration.run'),
            t('migration.steps'),
            t('backups.when'),
            t('migration.took'),
            t('migration.exit'),
          ]}
        >
          {[...reports]
            .reverse()
            .map(({ run, step, finishedAt, report, exitCode }) => (
              <TableRow key={`${run} ${finishedAt}`}>
                <TableCell>{run}</TableCell>
                <TableCell>{t(`migration.step.${step}`)}</TableCell>
                <TableCell>{absolute(finishedAt)}</TableCell>
                <TableCell>{humanDuration(report.seconds)}</TableCell>
                <TableCell>{exitCode}</TableCell>
              </TableRow>
            ))}
        </PlainTable>
      ) : (
        <Typography>{t('migration.historyEmpty')}</Typography>
      )}
    </Section>
  );
};
