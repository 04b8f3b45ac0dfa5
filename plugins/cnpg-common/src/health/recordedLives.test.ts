import { recordedEvents } from '../__testUtils__/recordings';
import { parseCluster } from '../model/cluster';
import { assessHealth } from './assessHealth';

describe('every recorded life', () => {
  const turns = (namespace: string, name: string) => {
    const lights: string[] = [];
    for (const { object, seenAt } of recordedEvents('clusters')) {
      if (
        object.metadata.namespace !== namespace ||
        object.metadata.name !== name
      )
        continue;
      const { object: cluster } = parseCluster(object);
      const { light } = assessHealth(
        { cluster: cluster as NonNullable<typeof cluster> },
        Date.parse(seenAt ?? '2026-11-24T13:00:00Z'),
      );
      if (lights.at(-1) !== light) lights.push(light);
    }
    return lights;
  };

  it.each([
    // birth; switchover; lost primary (missing, failing over, waiting); fenced; hibernated and woken (for less
    // than a second the sleep is no longer told and nothing is up yet: red)
    [
      'naytife-staging',
      'naytife-postgres',
      [
        'blue',
        'green',
        'blue',
        'green',
        'red',
        'blue',
        'green',
        'red',
        'green',
        'blue',
        'grey',
        'blue',
        'red',
        'blue',
        'green',
      ],
    ],
    // birth, with the plugin's error in its first second; the archive breaks
    [
      'naytife-production',
      'naytife-postgres',
      ['blue', 'red', 'blue', 'green', 'amber'],
    ],
    ['naytife-production', 'r1', ['blue', 'green', 'amber']],
    ['naytife-production', 'r2', ['blue', 'red']],
    ['naytife-production', 'r3', ['blue', 'red']],
  ])('%s/%s turns as it did', (namespace, name, expected) => {
    expect(turns(namespace, name)).toEqual(expected);
  });
});
