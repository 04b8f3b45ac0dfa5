import { Light } from '@naytife/backstage-plugin-cnpg-common';
import { Theme } from '@material-ui/core/styles';
import CheckCircleIcon from '@material-ui/icons/CheckCircle';
import ErrorIcon from '@material-ui/icons/Error';
import HelpOutlineIcon from '@material-ui/icons/HelpOutline';
import SyncIcon from '@material-ui/icons/Sync';
import WarningIcon from '@material-ui/icons/Warning';

const COLOURS: Record<Light, [onLight: string, onDark: string]> = {
  green: ['#1a7f37', '#7ee29a'],
  amber: ['#8a5a00', '#f5c451'],
  red: ['#b42318', '#ffaaa3'],
  grey: ['#57606a', '#c9d1d9'],
  blue: ['#0b5cad', '#a9d1ff'],
};

/** Readable on the theme's paper: at least 4.5 to 1. */
export const lightColour = (theme: Theme, light: Light) =>
  COLOURS[light][theme.palette.type === 'dark' ? 1 : 0];

const ICONS = {
  green: CheckCircleIcon,
  amber: WarningIcon,
  red: ErrorIcon,
  grey: HelpOutlineIcon,
  blue: SyncIcon,
};

/** A shape of its own for each light, so that colour never stands alone. */
export const LightIcon = ({
  light,
  className,
}: {
  light: Light;
  className?: string;
}) => {
  const Icon = ICONS[light];
  return <Icon className={className} aria-hidden />;
};
