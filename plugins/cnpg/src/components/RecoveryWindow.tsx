import { KeyboardEvent, MouseEvent, useRef } from 'react';
import useMeasure from 'react-use/esm/useMeasure';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RecoverabilityView } from '@naytife/backstage-plugin-cnpg-common';
import { AxisBottom } from '@visx/axis';
import { scaleUtc } from '@visx/scale';
import Typography from '@material-ui/core/Typography';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import { DateTime } from 'luxon';
import { cnpgTranslationRef } from '../translation';
import { lightColour } from './light';
import { absolute } from './time';

const HEIGHT = 96;
const BAR = { top: 26, height: 22 };
const MARGIN = 16;
const STEP_MS = 60_000;

/** As fine as the ticks are: a window of minutes wants seconds, one of weeks only days. */
function tickFormat(spanMs: number): string {
  if (spanMs > 2 * 86_400_000) return 'd LLL';
  return spanMs > 15 * 60_000 ? 'd LLL HH:mm' : 'HH:mm:ss';
}

const useStyles = makeStyles(theme => ({
  root: { width: '100%' },
  pick: {
    cursor: 'crosshair',
    '&:focus-visible': { outline: `2px solid ${theme.palette.primary.main}` },
  },
  legend: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(2),
    fontSize: '0.8rem',
    color: theme.palette.text.secondary,
  },
}));

/**
 * The window as a picture: base backups, WAL that is in the archive, and what is not. With `onPick` an instant can be
 * chosen by mouse or arrow keys (a minute, with Shift an hour).
 */
export const RecoveryWindow = (props: {
  recoverability: RecoverabilityView;
  now: number;
  picked?: string;
  onPick?: (time: string) => void;
}) => {
  const { recoverability, now, picked, onPick } = props;
  const { window, baseBackups } = recoverability;
  const classes = useStyles();
  const theme = useTheme();
  const { t } = useTranslationRef(cnpgTranslationRef);
  const [measure, { width: measured }] = useMeasure<HTMLDivElement>();
  const width = measured || 640;
  const svg = useRef<SVGSVGElement>(null);
  if (!window.start)
    return <Typography color="textSecondary">{t('window.none')}</Typography>;

  const start = Date.parse(window.start);
  const end = window.end ? Date.parse(window.end) : undefined;
  const span = Math.max(now - start, 60_000);
  const scale = scaleUtc({
    domain: [new Date(start - span * 0.02), new Date(now + span * 0.02)],
    range: [MARGIN, width - MARGIN],
  });
  const x = (time: number) => scale(new Date(time));
  const green = lightColour(theme, 'green');
  const amber = lightColour(theme, 'amber');
  const shown = baseBackups.filter(backup => !backup.pruned);
  const label = t('window.label', {
    start: absolute(window.start),
    end: window.end ? absolute(window.end) : t('window.unknownEnd'),
    backups: String(shown.length),
  });
  const clamp = (time: number) => Math.min(Math.max(time, start), end ?? now);
  const choose = (time: number) =>
    onPick?.(new Date(Math.round(clamp(time) / 1000) * 1000).toISOString());
  const onClick = (event: MouseEvent) => {
    const box = svg.current?.getBoundingClientRect();
    if (box) choose(scale.invert(event.clientX - box.left).getTime());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!direction) return;
    event.preventDefault();
    choose(
      (picked ? Date.parse(picked) : end ?? now) +
        direction * STEP_MS * (event.shiftKey ? 60 : 1),
    );
  };
  const interactive = onPick
    ? {
        role: 'slider',
        tabIndex: 0,
        'aria-label': t('window.pick'),
        'aria-valuemin': start,
        'aria-valuemax': end ?? now,
        'aria-valuenow': picked ? Date.parse(picked) : end ?? now,
        'aria-valuetext': picked ? absolute(picked) : undefined,
        onClick,
        onKeyDown,
        className: classes.pick,
      }
    : { role: 'img', 'aria-label': label };

  return (
    <div ref={measure} className={classes.root}>
      <svg ref={svg} width={width} height={HEIGHT} {...interactive}>
        <defs>
          <pattern
            id="cnpg-unproven"
            width="8"
            height="8"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width="8" height="8" fill={amber} fillOpacity="0.15" />
            <rect width="3" height="8" fill={amber} fillOpacity="0.7" />
          </pattern>
        </defs>
        {end !== undefined && (
          <rect
            x={x(start)}
            y={BAR.top}
            width={Math.max(2, x(end) - x(start))}
            height={BAR.height}
            rx={4}
            fill={green}
            fillOpacity={0.35}
          />
        )}
        <rect
          x={x(end ?? start)}
          y={BAR.top}
          width={Math.max(0, x(now) - x(end ?? start))}
          height={BAR.height}
          rx={4}
          fill="url(#cnpg-unproven)"
        />
        {shown.map(backup => (
          <rect
            key={backup.name}
            x={x(Date.parse(backup.stoppedAt)) - 4}
            y={BAR.top - 5}
            width={8}
            height={BAR.height + 10}
            rx={2}
            fill={backup.endWalArchived === false ? amber : green}
          >
            <title>{`${backup.name}: ${absolute(backup.stoppedAt)}`}</title>
          </rect>
        ))}
        {picked && !Number.isNaN(Date.parse(picked)) && (
          <g transform={`translate(${x(Date.parse(picked))},0)`}>
            <line
              y1={12}
              y2={BAR.top + BAR.height + 8}
              stroke={theme.palette.text.primary}
              strokeWidth={2}
            />
            <circle cy={12} r={6} fill={theme.palette.text.primary} />
          </g>
        )}
        <AxisBottom
          top={BAR.top + BAR.height + 10}
          scale={scale}
          numTicks={Math.max(2, Math.floor(width / 130))}
          stroke={theme.palette.divider}
          tickStroke={theme.palette.divider}
          tickFormat={value =>
            DateTime.fromJSDate(value as Date, { zone: 'utc' }).toFormat(
              tickFormat(span),
            )
          }
          tickLabelProps={() => ({
            fill: theme.palette.text.secondary,
            fontSize: 12,
            textAnchor: 'middle',
          })}
        />
      </svg>
      <div className={classes.legend}>
        <span>■ {t('window.base')}</span>
        <span style={{ color: green }}>▓ {t('window.proven')}</span>
        <span style={{ color: amber }}>
          ░ {window.endIsKnown ? t('window.unproven') : t('window.unknownEnd')}
        </span>
        <span>UTC</span>
      </div>
    </div>
  );
};
