import { NOW } from '../__testUtils__/recoverable';
import { readSchedule } from './schedule';

describe('readSchedule', () => {
  it('moves on with the clock: the next run is never one that is past', () => {
    const at = (time: string) =>
      readSchedule('0 0 2 * * *', Date.parse(time)).next[0];
    expect(at('2026-11-24T01:59:59Z')).toBe('2026-11-24T02:00:00.000Z');
    expect(at('2026-11-24T02:00:00Z')).toBe('2026-11-25T02:00:00.000Z');
    expect(at('2026-11-24T01:00:00Z')).toBe('2026-11-24T02:00:00.000Z');
  });

  it('reads six fields with seconds first, in UTC', () => {
    expect(readSchedule('0 0 2 * * *', NOW, 2)).toMatchObject({
      valid: true,
      fiveFields: false,
      next: ['2026-11-25T02:00:00.000Z', '2026-11-26T02:00:00.000Z'],
      intervalSeconds: 86_400,
    });
  });

  it('reads five fields as CNPG does: minute 2 of every hour', () => {
    expect(readSchedule('0 2 * * *', NOW, 1)).toMatchObject({
      fiveFields: true,
      next: ['2026-11-24T14:02:00.000Z'],
      intervalSeconds: 3600,
    });
  });
});
