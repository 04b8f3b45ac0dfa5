import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { readSchedule } from '@naytife/backstage-plugin-cnpg-common';
import FormHelperText from '@material-ui/core/FormHelperText';
import TextField from '@material-ui/core/TextField';
import { short } from '../components/time';
import { useNow } from '../hooks/useNow';
import { cnpgTranslationRef } from '../translation';
import { useChosenEnvironment } from './useEnvironments';

/** A schedule in CNPG's six fields, told in words, with its next runs in the user's time and in UTC. */
export const SchedulePicker = ({
  onChange,
  formData,
  rawErrors,
  schema,
  formContext,
  idSchema,
}: FieldExtensionComponentProps<string>) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const { environment, loading } = useChosenEnvironment(formContext);
  const now = useNow();
  if (loading) return null;
  if (environment && !environment.hasObjectStore)
    return <FormHelperText>{t('fields.environment.noStore')}</FormHelperText>;
  const schedule = formData ?? environment?.backupSchedule ?? '';
  const meaning = schedule ? readSchedule(schedule, now) : undefined;
  const wrong = meaning && (!meaning.valid || meaning.fiveFields);
  const words = meaning?.fiveFields
    ? t('fields.schedule.five')
    : meaning?.words;
  return (
    <>
      <TextField
        id={idSchema.$id}
        fullWidth
        label={schema.title}
        value={schedule}
        error={Boolean(wrong || rawErrors?.length)}
        helperText={[words, ...(rawErrors ?? [])].filter(Boolean).join(' · ')}
        onChange={event => onChange(event.target.value || undefined)}
      />
      {meaning?.valid && !meaning.fiveFields && (
        <FormHelperText component="div">
          {meaning.next.map(time => (
            <div key={time}>
              {t('fields.schedule.next', {
                local: new Date(time).toLocaleString(),
                utc: short(time),
              })}
            </div>
          ))}
          {environment?.retentionPolicy &&
            t('fields.schedule.kept', {
              retention: environment.retentionPolicy,
            })}
        </FormHelperText>
      )}
    </>
  );
};
