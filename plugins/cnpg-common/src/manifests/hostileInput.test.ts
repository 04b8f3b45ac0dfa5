import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { environments } from '../__testUtils__/environments';
import { parseEnvironments } from '../environments/environment';
import { buildManifests } from './buildManifests';
import { checkSpec } from './checkSpec';
import { databaseSpecSchema, parseSpec, specOf } from './spec';

const RUNS = 12_000;
const [environment] = parseEnvironments({
  production: {
    ...environments.production,
    presets: {
      shop: { title: 'Shop', database: 'shop', databaseOwner: 'shop' },
    },
    gitops: {
      ...environments.production.gitops,
      overlay: 'deploy/overlays/production',
    },
  },
});

const NASTY = [
  '../../etc/passwd',
  '..',
  'a/../../b',
  'x\nkind: Secret',
  'x\u2028kind: Secret',
  'x\u0085kind: Secret',
  '${{ parameters.token }}',
  '{{ 7*7 }}',
  '$(rm -rf /)',
  '`id`',
  "'; DROP TABLE users; --",
  '"; DROP SCHEMA public; --',
  '# Owner: group:default/root',
  '*alias',
  '&anchor x',
  '!!js/function x',
  '---\nkind: Secret',
  'ünï-cödé',
  'Ω',
  '\u202Egnp.exe',
  '\ud800',
  '__proto__',
  'constructor',
  'on',
  'null',
  '0x1f',
  '1e3',
  '',
  ' ',
];
const nasty = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: 'binary', maxLength: 40 }),
  // 1 MB, from a few characters.
  fc.constantFrom('a', 'ü', '\n', '$').map(unit => unit.repeat(2 ** 20)),
);
/** Mostly what a person would give, sometimes anything. */
const mostly = (good: fc.Arbitrary<unknown>) =>
  fc.oneof(
    { weight: 60, arbitrary: good },
    { weight: 1, arbitrary: nasty },
    {
      weight: 1,
      arbitrary: fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<unknown>,
    },
  );
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}[a-z0-9]$/);
const identifier = fc.stringMatching(/^[a-z][a-z0-9_]{0,15}$/);
const values = fc.record(
  {
    environment: mostly(fc.constant('production')),
    name: mostly(name),
    owner: mostly(fc.constant('group:default/commerce')),
    component: mostly(fc.constant('component:default/storefront')),
    description: mostly(fc.string({ unit: 'grapheme', maxLength: 300 })),
    preset: mostly(fc.constantFrom('plain', 'own', 'shop')),
    database: mostly(identifier),
    databaseOwner: mostly(fc.constantFrom('naytife', 'naytife', 'app')),
    schemas: mostly(fc.array(identifier, { maxLength: 3 })),
    extensions: mostly(fc.subarray(['vector', 'pg_trgm', 'uuid-ossp'])),
    databases: mostly(
      fc.array(fc.record({ name: identifier, owner: fc.constant('naytife') }), {
        maxLength: 2,
      }),
    ),
    roles: mostly(
      fc.array(
        fc.record({
          name: identifier,
          login: mostly(fc.constant(false)),
        }),
        { maxLength: 2 },
      ),
    ),
    version: mostly(fc.constantFrom('15', '16', '17')),
    size: mostly(fc.constantFrom('small', 'medium', 'custom')),
    custom: mostly(
      fc.constant({ cpu: '500m', memory: '1Gi', storage: '10Gi' }),
    ),
    instances: mostly(fc.integer({ min: 1, max: 9 })),
    synchronous: mostly(fc.constantFrom('off', 'preferred', 'required')),
    spread: mostly(fc.constantFrom('nodes', 'zones')),
    pooler: mostly(fc.boolean()),
    poolMode: mostly(fc.constantFrom('transaction', 'session')),
    poolSize: mostly(fc.integer({ min: 1, max: 60 })),
    backup: mostly(fc.boolean()),
    backupSchedule: mostly(fc.constantFrom('0 0 2 * * *', '@daily')),
    deployment: mostly(name),
  },
  {
    requiredKeys: [
      'environment',
      'name',
      'owner',
      'version',
      'size',
      'instances',
    ],
  },
);
const KINDS = new Set([
  'Cluster',
  'Database',
  'Pooler',
  'ScheduledBackup',
  'PodMonitor',
  'Kustomization',
  'Component',
  'Deployment',
  'Resource',
]);

describe('whatever the form sends', () => {
  it(`is refused at its field, or becomes the asked objects in the target folder and nothing else (${RUNS} inputs)`, () => {
    let built = 0;
    let refused = 0;
    fc.assert(
      fc.property(values, given => {
        const { spec, findings } = parseSpec(
          databaseSpecSchema,
          specOf('database', given),
        );
        const all = spec ? checkSpec(spec, environment) : findings;
        for (const finding of all) {
          expect(finding.message).not.toBe('');
          expect(finding.path).not.toBe('');
        }
        if (!spec || all.some(({ severity }) => severity === 'error')) {
          refused += 1;
          return;
        }
        built += 1;
        const { files, objects } = buildManifests(spec, environment, {
          deployment: spec.deployment ?? 'backend',
          container: 'app',
          referenced: [],
        });
        for (const { path, content } of files) {
          expect(
            path.startsWith(`deploy/databases/production/${spec.name}/`) ||
              path === `catalog/databases/production-${spec.name}.yaml`,
          ).toBe(true);
          expect(path).not.toMatch(/\.\.|\/\/|[^-\w./]/);
          const documents = parseAllDocuments(content, { version: '1.1' });
          expect(documents).toHaveLength(1);
          expect(documents[0].errors).toEqual([]);
          const object = documents[0].toJS() as {
            kind: string;
            metadata?: { name: string; namespace?: string };
          };
          expect(KINDS.has(object.kind)).toBe(true);
          const wanted = objects.find(
            item =>
              item.kind === object.kind &&
              item.metadata.name === object.metadata?.name,
          );
          // Read back as Kubernetes would, each is what was built.
          expect(object).toEqual(wanted ?? object);
          expect(object.metadata?.namespace ?? 'shop').toBe('shop');
        }
        const named = objects.map(({ metadata }) => metadata.name);
        expect(named.every(item => item.startsWith(spec.name))).toBe(true);
      }),
      { numRuns: RUNS },
    );
    // Both ways are really walked.
    expect(built).toBeGreaterThan(RUNS / 10);
    expect(refused).toBeGreaterThan(RUNS / 10);
  }, 240_000);
});
