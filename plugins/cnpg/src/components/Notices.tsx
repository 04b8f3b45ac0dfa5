import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ClusterDetailView,
  SourceView,
  humanDuration,
} from '@naytife/backstage-plugin-cnpg-common';
import Alert from '@material-ui/lab/Alert';
import { cnpgTranslationRef } from '../translation';
import { Live } from '../hooks/useLive';
import { absolute } from './time';

const SKEW_TOLD_SECONDS = 60;

/** Says of each Kubernetes cluster that cannot be read since when and why; nothing of those that can. */
export const SourceNotices = ({ sources }: { sources: SourceView[] }) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  return (
    <>
      {sources
        .filter(({ state }) => state === 'stale' || state === 'error')
        .map(source => (
          <Alert severity="warning" key={source.kubernetesCluster}>
            {t('state.sourceStale', {
              cluster: source.kubernetesCluster,
              error: source.error ?? 'unknown',
              since: source.since ? absolute(source.since) : t('facts.unknown'),
            })}
          </Alert>
        ))}
    </>
  );
};

/** What limits the truth of the page: an old answer, a cluster that cannot be read, kinds or fields that are missing. */
export const Notices = ({
  cluster,
  state,
}: {
  cluster: ClusterDetailView;
  state: Live<ClusterDetailView>;
}) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const { source, unreadable } = cluster;
  return (
    <>
      {state.error && state.loadedAt && (
        <Alert severity="warning">
          {t('state.stale', {
            when: absolute(new Date(state.loadedAt).toISOString()),
            why: state.error.message,
          })}
        </Alert>
      )}
      <SourceNotices sources={[source]} />
      {Math.abs(source.clockSkewSeconds ?? 0) >= SKEW_TOLD_SECONDS && (
        <Alert severity="info">
          {t('state.clockSkew', {
            cluster: source.kubernetesCluster,
            skew: humanDuration(Math.abs(source.clockSkewSeconds ?? 0)),
          })}
        </Alert>
      )}
      {source.state === 'synced' && Boolean(source.kinds?.length) && (
        <Alert severity="info">
          {t('state.partial', {
            cluster: source.kubernetesCluster,
            kinds: (source.kinds ?? [])
              .map(kind => `${kind.kind} (${kind.error})`)
              .join(', '),
          })}
        </Alert>
      )}
      {unreadable.length > 0 && (
        <Alert severity="warning">
          {t('state.unreadable', { fields: unreadable.join('; ') })}
        </Alert>
      )}
    </>
  );
};
