import { CNPG_DOCS } from '../annotations';
import { Light, Reason, Reasons, byUrgency, lightOf } from '../assessment';
import { HealthInput } from './input';
import { assessFencing, assessInstances, hibernation } from './instances';
import { PHASES } from './phases';
import {
  assessArchiving,
  assessBootstrapJobs,
  assessCertificates,
  assessConditions,
  assessPoolers,
  assessSources,
  assessVolumes,
} from './surroundings';

/** The first light: is it up? @public */
export interface Health {
  light: Light;
  /** One word for the light, so that colour is never alone. */
  word:
    | 'Healthy'
    | 'Degraded'
    | 'Down'
    | 'Unknown'
    | 'In progress'
    | 'Hibernated';
  /** The most urgent first. */
  reasons: Reason[];
}

const WORDS = {
  green: 'Healthy',
  amber: 'Degraded',
  red: 'Down',
  grey: 'Unknown',
  blue: 'In progress',
} as const;

function assessPhase({ cluster }: HealthInput, reasons: Reasons): void {
  const { status } = cluster;
  const link = `${CNPG_DOCS}/troubleshooting`;
  if (!status || status.phase === undefined) {
    reasons.add(
      'progress',
      'justCreated',
      'The operator has not looked at this cluster yet.',
      {
        evidence: { 'status.phase': 'absent' },
        todo: 'If this stays for more than a minute, the operator does not watch this namespace.',
        link,
      },
    );
    return;
  }
  const known = Object.hasOwn(PHASES, status.phase)
    ? PHASES[status.phase]
    : undefined;
  const evidence = { phase: status.phase, phaseReason: status.phaseReason };
  if (!known) {
    reasons.add(
      'unknown',
      'phaseUnknown',
      `The operator tells a phase that this version does not know: "${status.phase}".`,
      { evidence, todo: 'Look at the CNPG release notes.', link },
    );
  } else if (known.severity !== 'info') {
    reasons.add(known.severity, 'phase', known.sentence, {
      evidence,
      todo: known.todo,
      link,
    });
  }
}

/**
 * Judges whether a cluster is up, from everything that was seen, trusting pods and annotations before the phase:
 * a fenced primary, a hibernated cluster and a dead archive all keep "Cluster in healthy state" and Ready=True.
 * @param now - milliseconds since the epoch
 * @public
 */
export function assessHealth(input: HealthInput, now: number): Health {
  const reasons = new Reasons();
  const sleep = hibernation(input.cluster);
  assessSources(input, reasons);
  assessConditions(input, now, reasons);
  assessCertificates(input, now, reasons);
  if (sleep === 'asleep') {
    reasons.add(
      'asleep',
      'hibernated',
      'Hibernated by design: the data is kept, no instance runs, backups do not run.',
      {
        todo: 'Wake it with the annotation cnpg.io/hibernation: "off".',
        link: `${CNPG_DOCS}/declarative_hibernation`,
      },
    );
  } else if (sleep === 'falling') {
    reasons.add(
      'progress',
      'hibernating',
      'The cluster is going to sleep; its pods are being stopped.',
      { link: `${CNPG_DOCS}/declarative_hibernation` },
    );
  } else if (sleep === 'waking') {
    reasons.add('progress', 'waking', 'The cluster is being woken up.', {
      link: `${CNPG_DOCS}/declarative_hibernation`,
    });
  } else {
    assessPhase(input, reasons);
    assessFencing(input.cluster, reasons);
    assessInstances(input, reasons);
    assessBootstrapJobs(input, reasons);
    assessPoolers(input, reasons);
    assessArchiving(input, reasons);
  }
  assessVolumes(input, reasons);
  const light = lightOf(reasons.all);
  return {
    light,
    word:
      light === 'grey' &&
      sleep === 'asleep' &&
      !reasons.all.some(reason => reason.severity === 'unknown')
        ? 'Hibernated'
        : WORDS[light],
    reasons: byUrgency(reasons.all),
  };
}
