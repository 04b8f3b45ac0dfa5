import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import {
  EnvironmentItemView,
  SourceView,
  humanDuration,
} from '@naytife/backstage-plugin-cnpg-common';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormHelperText from '@material-ui/core/FormHelperText';
import Grid from '@material-ui/core/Grid';
import Paper from '@material-ui/core/Paper';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import Typography from '@material-ui/core/Typography';
import { cnpgTranslationRef } from '../translation';
import { FieldFrame } from './FieldFrame';
import { useDraft } from './useDraft';
import { useEnvironments } from './useEnvironments';

const Card = ({
  environment,
  source,
  anyState,
}: {
  environment: EnvironmentItemView;
  source?: SourceView;
  /** What it lacks is no hindrance: the form is there to bring it. */
  anyState: boolean;
}) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const unknown = t('facts.unknown');
  const trouble = environment.trouble ?? [];
  return (
    <Paper variant="outlined" style={{ padding: 12, height: '100%' }}>
      <FormControlLabel
        value={environment.name}
        disabled={trouble.length > 0 && !anyState}
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
              retention: environment.retentionPolicy ?? unknown,
            })
          : t('fields.environment.noStore')}
      </Typography>
      <Typography variant="body2">
        {t('fields.environment.holds', {
          count: environment.databases ?? 0,
        })}
        {environment.policies.length > 0 &&
          ` · ${t('fields.environment.policies', {
            policies: environment.policies.join(', '),
          })}`}
      </Typography>
      <Typography variant="caption" color="textSecondary" component="div">
        {environment.namespace} ·{' '}
        {t('fields.environment.source', {
          cluster: environment.kubernetesCluster,
          state: source?.state ?? unknown,
        })}
        {' · '}
        {t('fields.environment.operator', {
          operator:
            source?.operator?.version ?? source?.operator?.state ?? unknown,
          plugin: source?.plugin?.version ?? source?.plugin?.state ?? unknown,
        })}
      </Typography>
      {trouble.map(reason => (
        <FormHelperText key={reason} error>
          {reason}
        </FormHelperText>
      ))}
    </Paper>
  );
};

/** Cards to choose an environment from: what it promises, what is there now, and why one can take no database. */
export const EnvironmentPicker = ({
  onChange,
  formData,
  rawErrors,
  required,
  schema,
  formContext,
  uiSchema,
}: FieldExtensionComponentProps<string, { anyState?: boolean }>) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const { value, loading, error } = useEnvironments();
  useDraft(formContext);
  return (
    <FieldFrame
      title={schema.title}
      required={required}
      errors={rawErrors}
      loading={loading}
      failure={error}
    >
      {!value?.items.length && (
        <FormHelperText error>{t('fields.environment.empty')}</FormHelperText>
      )}
      <RadioGroup
        value={formData ?? ''}
        onChange={(_event, name) => onChange(name)}
      >
        <Grid container spacing={2}>
          {value?.items.map(environment => (
            <Grid item xs={12} sm={6} md={4} key={environment.name}>
              <Card
                environment={environment}
                anyState={uiSchema?.['ui:options']?.anyState === true}
                source={value.sources.find(
                  item =>
                    item.kubernetesCluster === environment.kubernetesCluster,
                )}
              />
            </Grid>
          ))}
        </Grid>
      </RadioGroup>
    </FieldFrame>
  );
};
