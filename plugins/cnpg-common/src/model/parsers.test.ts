import fc from 'fast-check';
import { assessHealth } from '../health/assessHealth';
import { assessRecoverability } from '../recoverability/assessRecoverability';
import { recorded } from '../__testUtils__/recordings';
import { parseBackup } from './backup';
import { parseCluster, parseGoTime } from './cluster';
import { parseObjectStore } from './objectStore';
import { parsePooler } from './pooler';
import { parseScheduledBackup } from './scheduledBackup';
import {
  parseDeployment,
  parseEvent,
  parseJob,
  parsePersistentVolumeClaim,
  parsePod,
} from './surroundings';
import {
  compareWal,
  lsnLag,
  parseInstanceStatus,
  parseInterval,
} from './walFacts';

const PARSERS = {
  parseBackup,
  parseCluster,
  parseDeployment,
  parseEvent,
  parseJob,
  parseObjectStore,
  parsePersistentVolumeClaim,
  parsePod,
  parsePooler,
  parseScheduledBackup,
};

/** A real object with one place put out of shape. */
const damaged = fc
  .tuple(
    fc.constantFrom(
      'cluster-healthy',
      'cluster-fenced',
      'cluster-archive-failing',
    ),
    fc.constantFrom(
      'spec',
      'status',
      'metadata.labels',
      'status.conditions',
      'status.certificates',
      'spec.plugins',
      'status.instancesStatus',
      'spec.storage',
    ),
    fc.jsonValue(),
  )
  .map(([name, path, value]) => {
    const object = structuredClone(recorded(name)) as Record<string, unknown>;
    const keys = path.split('.');
    const last = keys.pop() as string;
    const parent = keys.reduce<Record<string, unknown>>(
      (item, key) => item[key] as Record<string, unknown>,
      object,
    );
    parent[last] = value;
    return object;
  });

describe('parsers', () => {
  it.each(Object.entries(PARSERS))(
    '%s never throws, whatever JSON it is given',
    (_name, parse) => {
      fc.assert(
        fc.property(fc.jsonValue(), value => {
          expect(
            parse(value).object === undefined ||
              parse({ metadata: { name: 'x' }, spec: value, status: value })
                .object !== undefined,
          ).toBe(true);
          expect(
            parse({ metadata: { name: 'x' }, spec: value, status: value })
              .object?.meta.name,
          ).toBe('x');
        }),
      );
    },
  );

  it('reads a cluster out of shape as far as it can, and both lights still say something', () => {
    fc.assert(
      fc.property(damaged, value => {
        const { object } = parseCluster(value);
        expect(object).toBeDefined();
        if (!object) return;
        expect(assessHealth({ cluster: object }, 0).word).toBeTruthy();
        expect(assessRecoverability({ cluster: object }, 0).word).toBeTruthy();
      }),
    );
  });

  it('tells what it could not read, and where', () => {
    const { object, unreadable } = parseCluster({
      metadata: { name: 'x' },
      spec: { instances: 'three' },
      status: { conditions: [{ type: 7 }], phase: 'Cluster in healthy state' },
    });
    expect(object?.status?.phase).toBe('Cluster in healthy state');
    expect(unreadable).toEqual([
      { path: 'spec.instances', expected: 'an integer' },
      { path: 'status.conditions[0].type', expected: 'a string' },
    ]);
  });

  it('reads the recorded cluster without a complaint', () => {
    expect(parseCluster(recorded('cluster-healthy')).unreadable).toEqual([]);
  });

  it('keeps absent absent: no missing number becomes 0', () => {
    expect(
      parseCluster(recorded('cluster-hibernated')).object?.status
        ?.readyInstances,
    ).toBeUndefined();
  });

  it('does not keep what kubectl left behind', () => {
    const { object } = parseCluster(recorded('cluster-archive-failing'));
    expect(JSON.stringify(object)).not.toContain('last-applied');
  });
});

describe('the odd forms', () => {
  it('reads the certificates’ Go times', () => {
    expect(parseGoTime('2027-02-22 12:44:04 +0000 UTC')).toBe(
      '2027-02-22T12:44:04.000Z',
    );
    expect(parseGoTime('soon')).toBeUndefined();
  });

  it('reads PostgreSQL’s never as unknown', () => {
    const status = parseInstanceStatus(
      'p',
      recorded('pgstatus-primary'),
      'now',
    );
    expect(status).toMatchObject({
      lastFailedWALTime: undefined,
      lastArchivedWAL: '000000010000000000000006',
      readyWalFiles: 0,
    });
    expect(status.replication[0].replayLagSeconds).toBeCloseTo(0.369563);
  });

  it.each([
    ['00:00:01.5', 1.5],
    ['01:02:03', 3723],
    ['2 days 00:00:01', 172_801],
    ['soon', undefined],
  ])('reads the interval %s', (text, seconds) =>
    expect(parseInterval(text)).toBe(seconds),
  );

  it('orders WAL files by position across timelines', () => {
    expect(
      compareWal('000000020000000000000005', '000000010000000000000004'),
    ).toBeGreaterThan(0);
    expect(
      compareWal('000000010000000100000000', '0000000100000000000000FF'),
    ).toBeGreaterThan(0);
    expect(compareWal(undefined, '000000010000000000000004')).toBeUndefined();
  });

  it('counts the bytes between two LSNs', () => {
    expect(lsnLag('1/0', '0/FFFFFFF0')).toBe(16);
    expect(lsnLag('0/7008000', undefined)).toBeUndefined();
  });
});
