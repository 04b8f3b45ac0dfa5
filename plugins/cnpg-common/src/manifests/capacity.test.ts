import { environments, production } from '../__testUtils__/environments';
import { parseEnvironments } from '../environments/environment';
import { NamespaceLimits, checkCapacity } from './capacity';

const ASKED = { instances: 3, pooler: true, size: 'medium' };
const check = (limits: Partial<NamespaceLimits>, environment = production) =>
  checkCapacity(ASKED, environment, {
    quotas: [],
    limitRanges: [],
    ...limits,
  }).map(({ code, message }) => `${code}: ${message}`);
const quota = (
  hard: Record<string, string>,
  used: Record<string, string> = {},
) => ({ quotas: [{ name: 'q', hard, used }] });

describe('checkCapacity', () => {
  it.each([
    ['requests.cpu', '3', 'leaves 3 of requests.cpu; this database needs 3.1'],
    [
      'requests.memory',
      '6Gi',
      'leaves 6Gi of requests.memory; this database needs 6.13Gi',
    ],
    ['limits.memory', '6Gi', 'needs 6.25Gi'],
    ['requests.storage', '100Gi', 'needs 180Gi'],
    [
      'fast.storageclass.storage.k8s.io/requests.storage',
      '100Gi',
      'needs 180Gi',
    ],
    [
      'persistentvolumeclaims',
      '5',
      'leaves 5 of persistentvolumeclaims; this database needs 6',
    ],
    ['pods', '4', 'needs 5'],
  ])(
    'refuses what a quota of %s %s leaves too little for',
    (resource, hard, said) => {
      expect(check(quota({ [resource]: hard }))).toEqual([
        expect.stringContaining(said),
      ]);
    },
  );

  it('counts what is used already', () => {
    expect(check(quota({ pods: '10' }, { pods: '5' }))).toEqual([]);
    expect(check(quota({ pods: '10' }, { pods: '6' }))).toHaveLength(1);
  });

  it('sees a quota that wants a CPU limit, unless the namespace gives one by default', () => {
    expect(check(quota({ 'limits.cpu': '100' }))).toEqual([
      expect.stringContaining('pods without a CPU limit are refused'),
    ]);
    expect(
      check({
        ...quota({ 'limits.cpu': '100' }),
        limitRanges: [
          {
            name: 'l',
            limits: [{ type: 'Container', default: { cpu: '1' } }],
          },
        ],
      }),
    ).toEqual([]);
  });

  it('passes over resources that a database does not use', () => {
    expect(check(quota({ 'count/widgets.example': '0' }))).toEqual([]);
  });

  it.each([
    ['Container', { max: { memory: '1Gi' } }, 'at most 1Gi of memory'],
    ['Container', { min: { cpu: '2' } }, 'at least 2 of cpu'],
    ['PersistentVolumeClaim', { max: { storage: '40Gi' } }, 'asks for 50Gi'],
  ])('holds each %s against a LimitRange', (type, bounds, said) => {
    expect(
      check({ limitRanges: [{ name: 'l', limits: [{ type, ...bounds }] }] }),
    ).toEqual([expect.stringContaining(said)]);
  });

  it('says that a storage class is missing, or does not let volumes grow, and nothing of one that was not read', () => {
    expect(check({ storageClass: null })).toEqual([
      expect.stringContaining('has no StorageClass fast'),
    ]);
    expect(check({ storageClass: { allowVolumeExpansion: false } })).toEqual([
      expect.stringMatching(/^noExpansion/),
    ]);
    expect(check({ storageClass: undefined })).toEqual([]);
  });

  it('finds nothing for a size that is not offered: that is told elsewhere', () => {
    const [other] = parseEnvironments({ production: environments.production });
    expect(
      checkCapacity({ ...ASKED, size: 'none' }, other, {
        quotas: [{ name: 'q', hard: { pods: '0' }, used: {} }],
        limitRanges: [],
      }),
    ).toEqual([]);
  });
});
