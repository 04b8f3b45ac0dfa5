import { NOW, aStore, judge, wal } from '../__testUtils__/recoverable';
import { RecoverabilityInput } from './input';
import { preflight } from './preflight';

describe('preflight', () => {
  const check = (
    target: Parameters<typeof preflight>[0],
    change: Partial<RecoverabilityInput> = {},
  ) => preflight(target, judge(change), NOW);
  const at = (time: string) => ({ type: 'time' as const, time });

  it('proves an instant between a base backup and the last archived WAL, and tells what is lost', () => {
    expect(check(at('2026-11-24T12:00:00Z'))).toMatchObject({
      verdict: 'proven',
      baseBackup: { name: 'b1', timeline: 1 },
      lossSeconds: 3900,
    });
  });

  it.each([
    [
      'after the last archived WAL',
      at('2026-11-24T13:04:50Z'),
      'targetAfterEnd',
    ],
    ['before the window', at('2026-11-19T00:00:00Z'), 'targetBeforeWindow'],
    ['in the future', at('2026-11-25T00:00:00Z'), 'targetInFuture'],
    ['without a zone', at('2026-11-24T12:00:00'), 'targetNoTime'],
    ['no time at all', at('yesterday'), 'targetNoTime'],
    [
      'a backup that does not exist',
      { type: 'backup' as const, backupName: 'naytife-postgres-backup' },
      'backupNotFound',
    ],
  ])('calls unreachable: %s', (_name, target, code) => {
    const result = check(target);
    expect(result.verdict).toBe('unreachable');
    expect(result.reasons.map(reason => reason.code)).toContain(code);
  });

  it('calls a backup unreachable whose data the retention policy removed', () => {
    const store = aStore({
      db: {
        firstRecoverabilityPoint: '2026-11-24T10:00:00Z',
        lastSuccessfulBackupTime: '2026-11-24T10:00:00Z',
      },
    });
    expect(
      check({ type: 'backup', backupName: 'b1' }, { objectStores: [store] })
        .reasons[0].code,
    ).toBe('backupPruned');
  });

  it('proves a backup whose last WAL arrived, refuses one whose did not, and doubts where that is unknown', () => {
    const target = { type: 'backup' as const, backupName: 'b1' };
    expect(check(target).verdict).toBe('proven');
    expect(
      check(target, {
        walFacts: wal({ lastArchivedWAL: '000000010000000000000004' }),
      }).verdict,
    ).toBe('unreachable');
    expect(check(target, { walFacts: undefined }).verdict).toBe('unproven');
  });

  it('does not promise the latest instant while the archive fails', () => {
    expect(check({ type: 'latest' }).verdict).toBe('proven');
    expect(
      check(
        { type: 'latest' },
        { walFacts: wal({ lastFailedWALTime: '2026-11-24T13:04:50Z' }) },
      ).verdict,
    ).toBe('unproven');
  });

  it('has no base for an instant before the first backup ended', () => {
    expect(check(at('2026-11-24T01:00:00Z')).reasons[0].code).toBe(
      'noBaseBackup',
    );
  });
});
