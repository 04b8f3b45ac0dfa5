import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { PROMISES } from '@naytife/backstage-plugin-cnpg-common';
import Box from '@material-ui/core/Box';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Tooltip from '@material-ui/core/Tooltip';
import Typography from '@material-ui/core/Typography';
import { PlainTable } from '../components/PlainTable';
import { Section } from '../components/Section';
import { cnpgTranslationRef } from '../translation';
import { Measured } from './PromisesCard';
import { useFleetPromises } from './usePromises';
import { promisedOf } from './value';

/** Every promise of every database: what was measured; what was promised, and why a number is missing, on hover. */
export const FleetPromises = () => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const { value, error } = useFleetPromises();
  if (!value) return error ? <Typography>{error.message}</Typography> : null;
  return (
    <Box mt={3} data-fleet-promises>
      <Section title={t('promises.title')}>
        <PlainTable
          head={[
            t('fleet.cluster'),
            ...PROMISES.map(name => t(`promises.name.${name}`)),
          ]}
        >
          {value.items.map(({ ref, name, environmentTitle, promises }) => (
            <TableRow key={ref}>
              <TableCell component="th" scope="row">
                <Link to={ref}>
                  {name} · {environmentTitle}
                </Link>
              </TableCell>
              {promises.map(promise => (
                <TableCell key={promise.name}>
                  <Tooltip
                    title={`${promisedOf(promise)} · ${promise.window} · ${
                      promise.sentence
                    }`}
                  >
                    <span>
                      <Measured promise={promise} />
                    </span>
                  </Tooltip>
                </TableCell>
              ))}
            </TableRow>
          ))}
        </PlainTable>
      </Section>
    </Box>
  );
};
