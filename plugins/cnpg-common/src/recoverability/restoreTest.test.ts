import { parseCluster } from '../model/cluster';
import { lastRestoreTest } from './restoreTest';

const cluster = (metadata: object, status: object = {}) => {
  const { object } = parseCluster({
    metadata: { namespace: 'shop', ...metadata },
    spec: {},
    status,
  });
  if (!object) throw new Error('cannot be read');
  return object;
};
const restored = (
  name: string,
  ready: 'True' | 'False',
  at: string,
  from = 'db',
) =>
  cluster(
    {
      name,
      creationTimestamp: '2026-11-24T10:00:00Z',
      annotations: { 'naytife.com/restored-from': from },
    },
    {
      conditions: [{ type: 'Ready', status: ready, lastTransitionTime: at }],
    },
  );
const origin = cluster({ name: 'db' });

describe('lastRestoreTest', () => {
  it('is the newest restore that came up, with how long it took', () => {
    expect(
      lastRestoreTest(origin, [
        origin,
        restored('one', 'True', '2026-11-24T10:00:55Z'),
        restored('two', 'True', '2026-11-24T10:02:00Z'),
        restored('stuck', 'False', '2026-11-24T10:09:00Z'),
        restored('of-another', 'True', '2026-11-24T10:09:00Z', 'other'),
      ]),
    ).toEqual({
      name: 'two',
      finishedAt: '2026-11-24T10:02:00Z',
      seconds: 120,
    });
  });

  it('is nothing where none came up: a backup alone proves nothing', () => {
    expect(
      lastRestoreTest(origin, [
        restored('stuck', 'False', '2026-11-24T10:09:00Z'),
      ]),
    ).toBeUndefined();
  });
});
