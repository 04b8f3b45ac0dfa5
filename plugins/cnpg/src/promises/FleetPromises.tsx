import { Link, Table } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  PROMISES,
  PromiseFleetView,
} from '@naytife/backstage-plugin-cnpg-common';
import Box from '@material-ui/core/Box';
import Tooltip from '@material-ui/core/Tooltip';
import Typography from '@material-ui/core/Typography';
import { cnpgTranslationRef } from '../translation';
import { Measured } from './PromisesCard';
import { useFleetPromises } from './usePromises';
import { promisedOf } from './value';

type Item = PromiseFleetView['items'][number];

/** Every promise of every database: what was measured; what was promised, and why a number is missing, on hover. */
export const FleetPromises = () => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const { value, error } = useFleetPromises();
  if (!value) return error ? <Typography>{error.message}</Typography> : null;
  return (
    <Box mt={3}>
      <Table<Item & { id: string }>
        title={t('promises.title')}
        options={{ paging: false, search: false, padding: 'dense' }}
        data={value.items.map(item => ({ ...item, id: item.ref }))}
        emptyContent={t('fleet.empty')}
        columns={[
          {
            title: t('fleet.cluster'),
            render: row => (
              <Link to={row.ref}>
                {row.name} · {row.environmentTitle}
              </Link>
            ),
          },
          ...PROMISES.map(name => ({
            title: t(`promises.name.${name}`),
            render: ({ promises }: Item) => {
              const promise = promises.find(item => item.name === name);
              if (!promise) return t('facts.unknown');
              const { window, sentence } = promise;
              return (
                <Tooltip
                  title={`${promisedOf(promise)} · ${window} · ${sentence}`}
                >
                  <span>
                    <Measured promise={promise} />
                  </span>
                </Tooltip>
              );
            },
          })),
        ]}
      />
    </Box>
  );
};
