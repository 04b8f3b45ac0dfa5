import { NAYTIFE } from '../annotations';
import { ObjectMeta, parseWith } from '../model/meta';
import { Parsed } from '../model/Reader';
import { MIGRATION_STEPS, MigrationStep } from './spec';

interface OfStep {
  meta: ObjectMeta;
  step?: MigrationStep;
  run?: number;
}

/** A pod of a migration's Job. @public */
export interface MigrationPod extends OfStep {
  /** Why its container does not run, such as `CreateContainerConfigError`, in the kubelet's words. */
  waiting?: string;
  /** How its container ended; `message` is the report. */
  ended?: { exitCode: number; message: string; finishedAt?: string };
}

/** A Job of a migration; `failed` where it ended without a pod that could tell. @public */
export interface MigrationJob extends OfStep {
  failed?: { reason: string; at?: string };
}

const ofStep = (meta: ObjectMeta): OfStep => ({
  meta,
  step: MIGRATION_STEPS.find(
    step => step === meta.labels[NAYTIFE.migrationStep],
  ),
  run: Number(meta.labels[NAYTIFE.migrationRun]) || undefined,
});

/** Reads a core/v1 Pod of a migration. Never throws. @public */
export function parseMigrationPod(value: unknown): Parsed<MigrationPod> {
  return parseWith(value, (object, meta) => {
    const [state] = object
      .at('status')
      .at('containerStatuses')
      .list(item => item.at('state'));
    const ended = state?.at('terminated');
    const waiting = state?.at('waiting');
    const reason = waiting?.at('reason').string();
    const exitCode = ended?.at('exitCode').integer();
    return {
      ...ofStep(meta),
      waiting:
        reason && reason !== 'ContainerCreating'
          ? [reason, waiting?.at('message').string()].filter(Boolean).join(': ')
          : undefined,
      ended:
        ended && exitCode !== undefined
          ? {
              exitCode,
              message: ended.at('message').string() ?? '',
              finishedAt: ended.at('finishedAt').time(),
            }
          : undefined,
    };
  });
}

/** Reads a batch/v1 Job of a migration. Never throws. @public */
export function parseMigrationJob(value: unknown): Parsed<MigrationJob> {
  return parseWith(value, (object, meta) => {
    const [failed] = object
      .at('status')
      .at('conditions')
      .list(item =>
        item.at('type').string() === 'Failed' &&
        item.at('status').string() === 'True'
          ? {
              reason: item.at('message').string() ?? 'The Job failed.',
              at: item.at('lastTransitionTime').time(),
            }
          : undefined,
      );
    return { ...ofStep(meta), failed };
  });
}
