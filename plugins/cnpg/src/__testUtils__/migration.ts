import {
  MigrationStageView,
  MigrationView,
} from '@naytife/backstage-plugin-cnpg-common';

export const stage = (
  change: Partial<MigrationStageView>,
): MigrationStageView => ({
  step: 'copy',
  state: 'waiting',
  sentence: 'Stop the writers first.',
  allowed: false,
  ...change,
});
export const migration = (
  change: Partial<MigrationView> = {},
): MigrationView => ({
  ref: 'production/commerce',
  environment: 'production',
  environmentTitle: 'Production',
  name: 'commerce',
  entityRef: 'resource:default/production-commerce',
  source: { deployment: 'postgres', database: 'naytifedb', user: 'naytife' },
  origin: { name: 'postgres', wanted: 1, available: 1, image: 'postgres:15' },
  writers: [{ name: 'backend', unknown: true }],
  method: 'import',
  run: 3,
  stages: [stage({})],
  downtime: { source: 'unknown', sentence: 'Not known yet.' },
  serving: 'old',
  healthyForSeconds: 604_800,
  now: '2026-11-25T12:00:00Z',
  ...change,
});
