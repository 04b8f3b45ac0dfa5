import { Fragment } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { MigrationReportView } from '@naytife/backstage-plugin-cnpg-common';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { PlainTable } from '../components/PlainTable';
import { cnpgTranslationRef } from '../translation';
import { bytes } from './bytes';

type Tasks = MigrationReportView['report']['tasks'];

const useStyles = makeStyles(theme => ({
  facts: {
    display: 'grid',
    gridTemplateColumns: 'minmax(8rem, max-content) 1fr',
    gap: theme.spacing(0.25, 2),
    margin: theme.spacing(1, 0),
    '& dt': { color: theme.palette.text.secondary },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
  },
}));

/** What differs, one line each: the kind, the object, and both values. */
const Differences = ({
  validation,
}: {
  validation: NonNullable<Tasks['validate']>;
}) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const { differences, found } = validation;
  if (!differences.length) return null;
  const said = (kind: string, value: string | null | undefined) => {
    if (value === null || value === undefined)
      return t('migration.difference.nothing');
    return kind === 'checksum' ? t('migration.difference.content') : value;
  };
  return (
    <div data-differences>
      <PlainTable
        head={[
          t('migration.difference.kind'),
          t('migration.difference.object'),
          t('migration.difference.old'),
          t('migration.difference.new'),
        ]}
      >
        {differences.map(item => (
          <TableRow key={`${item.kind} ${item.object}`}>
            <TableCell>{item.kind}</TableCell>
            <TableCell>{item.object}</TableCell>
            <TableCell>{said(item.kind, item.old)}</TableCell>
            <TableCell>{said(item.kind, item.new)}</TableCell>
          </TableRow>
        ))}
      </PlainTable>
      {found > differences.length && (
        <Typography variant="body2">
          {t('migration.difference.more', {
            more: String(found - differences.length),
          })}
        </Typography>
      )}
    </div>
  );
};

const Assessment = ({
  assessment,
}: {
  assessment: NonNullable<Tasks['assess']>;
}) => {
  const classes = useStyles();
  const { t } = useTranslationRef(cnpgTranslationRef);
  const none = t('facts.none');
  const list = (items: string[] | null) => items?.join(', ') || none;
  const { withoutKey, withoutKeyNames } = assessment;
  const facts: [string, string][] = [
    [t('migration.assess.schemas'), list(assessment.schemas)],
    [t('migration.assess.extensions'), list(assessment.extensions)],
    [t('migration.assess.owners'), list(assessment.owners)],
    [t('migration.assess.grantees'), list(assessment.grantees)],
    [t('migration.assess.largeObjects'), String(assessment.largeObjects)],
    [
      t('migration.assess.withoutKey'),
      withoutKey ? `${withoutKey} (${list(withoutKeyNames)})` : none,
    ],
    [
      t('migration.assess.biggest'),
      list(
        assessment.biggest
          .slice(0, 3)
          .map(table => `${table.name} ${bytes(table.bytes)}`),
      ),
    ],
    [
      t('migration.assess.clients'),
      list(
        assessment.clients.map(client => `${client.name} (${client.sessions})`),
      ),
    ],
  ];
  return (
    <dl className={classes.facts}>
      {facts.map(([label, value]) => (
        <Fragment key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
};

/** What a Job found, in full. */
export const Report = ({ tasks }: { tasks: Tasks }) => (
  <>
    {tasks.assess && <Assessment assessment={tasks.assess} />}
    {tasks.validate && <Differences validation={tasks.validate} />}
  </>
);
