import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { PromiseView } from '@naytife/backstage-plugin-cnpg-common';
import Box from '@material-ui/core/Box';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { useTheme } from '@material-ui/core/styles';
import { LightIcon, lightColour } from '../components/light';
import { PlainTable } from '../components/PlainTable';
import { Section } from '../components/Section';
import { cnpgTranslationRef } from '../translation';
import { usePromises } from './usePromises';
import { VERDICT_LIGHTS, promisedOf, valueOf } from './value';

/** The measured value with the shape and the word of its verdict. */
export const Measured = ({ promise }: { promise: PromiseView }) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const light = VERDICT_LIGHTS[promise.verdict];
  const measured = valueOf(promise, promise.measured);
  const verdict =
    promise.verdict === 'unknown'
      ? undefined
      : t(`promises.verdict.${promise.verdict}`);
  return (
    <Box
      component="span"
      display="inline-flex"
      alignItems="center"
      style={{ gap: 6, color: lightColour(useTheme(), light) }}
    >
      <LightIcon light={light} />
      <span style={{ whiteSpace: 'nowrap' }}>
        {measured}
        {measured && verdict && ` (${verdict})`}
        {!measured && (verdict ?? t('facts.unknown'))}
      </span>
    </Box>
  );
};

/** What the platform team promised for a database, beside what was measured. */
export const PromisesCard = ({ clusterRef }: { clusterRef: string }) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const { value, error } = usePromises(clusterRef);
  return (
    <Section title={t('promises.title')}>
      {!value && (
        <Typography>{error ? error.message : t('promises.loading')}</Typography>
      )}
      {value && (
        <PlainTable
          head={[
            t('promises.what'),
            t('promises.promised'),
            t('promises.measured'),
            t('promises.window'),
            t('promises.source'),
          ]}
        >
          {value.items.map(promise => (
            <TableRow
              key={promise.name}
              data-promise={promise.name}
              data-verdict={promise.verdict}
            >
              <TableCell component="th" scope="row">
                {t(`promises.name.${promise.name}`)}
                <Typography variant="body2" color="textSecondary">
                  {promise.sentence}
                </Typography>
              </TableCell>
              <TableCell style={{ whiteSpace: 'nowrap' }}>
                {promisedOf(promise)}
              </TableCell>
              <TableCell style={{ whiteSpace: 'nowrap' }}>
                <Measured promise={promise} />
              </TableCell>
              <TableCell>{promise.window}</TableCell>
              <TableCell>{promise.source}</TableCell>
            </TableRow>
          ))}
        </PlainTable>
      )}
    </Section>
  );
};
