import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Tooltip from '@material-ui/core/Tooltip';
import { DateTime } from 'luxon';
import { cnpgTranslationRef } from '../translation';

const FORMAT = 'd LLL yyyy, HH:mm:ss ZZZZ';

export const absolute = (time: string) =>
  DateTime.fromISO(time, { zone: 'utc' }).toFormat(
    "d LLL yyyy, HH:mm:ss 'UTC'",
  );
export const local = (time: string) => DateTime.fromISO(time).toFormat(FORMAT);
export const short = (time: string) =>
  DateTime.fromISO(time, { zone: 'utc' }).toFormat('d LLL HH:mm');

/** A time as people say it; the exact one, in UTC and local, on hover and for screen readers. */
export const When = ({ time, now }: { time: string; now: number }) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const at = DateTime.fromISO(time);
  // The page's clock ticks once a second: what is newer than its last tick is not in the future.
  const relative =
    Math.abs(at.toMillis() - now) < 1_500
      ? t('time.now')
      : at.toRelative({ base: DateTime.fromMillis(now), style: 'long' }) ??
        time;
  return (
    <Tooltip title={`${absolute(time)} · ${local(time)}`}>
      <time dateTime={time} aria-label={`${relative}, ${absolute(time)}`}>
        {relative}
      </time>
    </Tooltip>
  );
};
