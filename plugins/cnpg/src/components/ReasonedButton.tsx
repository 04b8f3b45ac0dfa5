import Button, { ButtonProps } from '@material-ui/core/Button';
import Tooltip from '@material-ui/core/Tooltip';

/** A button that is never hidden: where it is not allowed it is disabled and tells why, to a mouse and a screen reader. */
export const ReasonedButton = ({
  why,
  disabled,
  ...props
}: ButtonProps & { why?: string; href?: string }) => (
  <Tooltip title={why ?? ''}>
    <span
      tabIndex={why ? 0 : undefined}
      aria-label={why ? `${props.children}: ${why}` : undefined}
      role={why ? 'note' : undefined}
    >
      <Button {...props} disabled={disabled || why !== undefined} />
    </span>
  </Tooltip>
);
