import { Progress } from './progress';
import { MigrationStep } from './spec';

/** What each step's Job does, where it has one. */
export const TASKS: Partial<
  Record<MigrationStep, (progress: Progress) => string[]>
> = {
  assess: () => ['assess'],
  rehearse: () => ['grants', 'validate'],
  prepare: () => ['prepare'],
  stop: () => ['fence'],
  copy: ({ method }) => [
    ...(method === 'logical' ? ['catch-up'] : []),
    'grants',
    'validate',
    'way-back',
  ],
  validate: () => ['validate', 'way-back'],
  'roll-back': () => ['roll-back'],
  retire: () => ['let-go'],
};
