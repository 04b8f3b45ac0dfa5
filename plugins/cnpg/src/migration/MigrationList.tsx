import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import { useMigrations } from '../hooks/useMigration';
import { cnpgTranslationRef } from '../translation';

/** Old databases that move, where the user may see them; nothing where there are none. */
export const MigrationList = () => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const { items } = useMigrations();
  if (!items.length) return null;
  return (
    <Box component="section" aria-label={t('migration.list')} mt={3}>
      <Typography variant="h6" component="h2">
        {t('migration.list')}
      </Typography>
      <ul style={{ margin: 0 }}>
        {items.map(({ ref, name, environmentTitle }) => (
          <li key={ref}>
            {name} · {environmentTitle}:{' '}
            <Link to={`${ref}?view=migration`}>{t('migration.open')}</Link>
          </li>
        ))}
      </ul>
    </Box>
  );
};
