import { ReactNode } from 'react';
import { Progress } from '@backstage/core-components';
import FormControl from '@material-ui/core/FormControl';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormHelperText from '@material-ui/core/FormHelperText';
import FormLabel from '@material-ui/core/FormLabel';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import Typography from '@material-ui/core/Typography';

/** A group of controls with its legend; what is wrong stands below it and is read out. */
export const FieldFrame = ({
  title,
  required,
  errors,
  loading,
  failure,
  help,
  children,
}: {
  title?: string;
  required?: boolean;
  errors?: string[];
  loading?: boolean;
  failure?: Error;
  help?: ReactNode;
  children: ReactNode;
}) => {
  if (loading) return <Progress />;
  return (
    <FormControl
      fullWidth
      component="fieldset"
      required={required}
      error={Boolean(errors?.length)}
    >
      <FormLabel component="legend">{title}</FormLabel>
      {failure ? (
        <FormHelperText error role="alert">
          {failure.message}
        </FormHelperText>
      ) : (
        children
      )}
      {help && <FormHelperText component="div">{help}</FormHelperText>}
      <div aria-live="polite">
        {errors?.map(message => (
          <FormHelperText key={message} error>
            {message}
          </FormHelperText>
        ))}
      </div>
    </FormControl>
  );
};

export interface Choice {
  value: string;
  label: string;
  /** What it means, below the label. */
  text?: ReactNode;
  disabled?: boolean;
}

/** One of several, each with what it means in words. */
export const Choices = ({
  value,
  choices,
  onChange,
  label,
}: {
  value: string;
  choices: Choice[];
  onChange: (value: string) => void;
  label?: string;
}) => (
  <RadioGroup
    aria-label={label}
    value={value}
    onChange={(_event, chosen) => onChange(chosen)}
  >
    {choices.map(choice => (
      <FormControlLabel
        key={choice.value}
        value={choice.value}
        disabled={choice.disabled}
        control={<Radio color="primary" size="small" />}
        label={
          <>
            {choice.label}
            {choice.text && (
              <Typography variant="body2" color="textSecondary" component="div">
                {choice.text}
              </Typography>
            )}
          </>
        }
      />
    ))}
  </RadioGroup>
);
