import useAsync from 'react-use/esm/useAsync';
import { Progress } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { humanDuration } from '@naytife/backstage-plugin-cnpg-common';
import FormControl from '@material-ui/core/FormControl';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormHelperText from '@material-ui/core/FormHelperText';
import FormLabel from '@material-ui/core/FormLabel';
import Grid from '@material-ui/core/Grid';
import Paper from '@material-ui/core/Paper';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import Typography from '@material-ui/core/Typography';
import { cnpgApiRef } from '../api/CnpgApi';
import { cnpgTranslationRef } from '../translation';

/** Cards to choose an environment from: what it promises, where it is, whether it can be reached now. */
export const EnvironmentPicker = ({
  onChange,
  formData,
  rawErrors,
  required,
  schema,
}: FieldExtensionComponentProps<string>) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const api = useApi(cnpgApiRef);
  const { value, loading, error } = useAsync(
    () => api.getEnvironments(),
    [api],
  );
  if (loading) return <Progress />;
  if (error) return <FormHelperText error>{error.message}</FormHelperText>;
  return (
    <FormControl
      fullWidth
      error={Boolean(rawErrors?.length)}
      required={required}
      component="fieldset"
    >
      <FormLabel component="legend">{schema.title}</FormLabel>
      {!value?.items.length && (
        <FormHelperText error>{t('fields.environment.empty')}</FormHelperText>
      )}
      <RadioGroup
        value={formData ?? ''}
        onChange={(_event, name) => onChange(name)}
      >
        <Grid container spacing={2}>
          {value?.items.map(environment => {
            const source = value.sources.find(
              item => item.kubernetesCluster === environment.kubernetesCluster,
            );
            return (
              <Grid item xs={12} sm={6} md={4} key={environment.name}>
                <Paper
                  variant="outlined"
                  style={{ padding: 12, height: '100%' }}
                >
                  <FormControlLabel
                    value={environment.name}
                    control={<Radio color="primary" />}
                    label={<b>{environment.title}</b>}
                  />
                  <Typography variant="body2">
                    {environment.hasObjectStore
                      ? t('fields.environment.promise', {
                          rpo: humanDuration(environment.rpoSeconds),
                          rto: humanDuration(environment.rtoSeconds),
                        })
                      : t('fields.environment.noPromise')}
                  </Typography>
                  <Typography variant="body2">
                    {environment.hasObjectStore
                      ? t('fields.environment.store', {
                          retention:
                            environment.retentionPolicy ?? t('facts.unknown'),
                        })
                      : t('fields.environment.noStore')}
                  </Typography>
                  <Typography variant="caption" color="textSecondary">
                    {environment.namespace} ·{' '}
                    {t('fields.environment.source', {
                      cluster: environment.kubernetesCluster,
                      state: source?.state ?? t('facts.unknown'),
                    })}
                  </Typography>
                </Paper>
              </Grid>
            );
          })}
        </Grid>
      </RadioGroup>
      {rawErrors?.map(message => (
        <FormHelperText key={message}>{message}</FormHelperText>
      ))}
    </FormControl>
  );
};
