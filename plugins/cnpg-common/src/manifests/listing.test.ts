import fc from 'fast-check';
import { parse } from 'yaml';
import { addEntry, removeEntry } from './listing';

const PATH = 'deploy/databases/production/kustomization.yaml';
const add = (text: string | undefined, entry = 'orders') =>
  addEntry(text, { path: PATH, field: 'resources', entry });

describe('addEntry', () => {
  it('changes one line and nothing else: comments, order and quoting stay', () => {
    const before = `# The databases of production.
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: "naytife-production" # not renamed
resources:
  # the shop
  - naytife-postgres # since 2026
  - 'legacy'
labels:
  - pairs: {team: commerce}
`;
    const after = add(before).split('\n');
    expect(after.filter(line => !before.split('\n').includes(line))).toEqual([
      '  - orders',
    ]);
    expect(before.split('\n').filter(line => !after.includes(line))).toEqual(
      [],
    );
    expect(after[after.indexOf('  - orders') - 1]).toBe("  - 'legacy'");
  });

  it('keeps lists that are not indented, and Windows line ends', () => {
    expect(add('kind: Kustomization\nresources:\n- a\n')).toBe(
      'kind: Kustomization\nresources:\n- a\n- orders\n',
    );
    expect(add('kind: Kustomization\r\nresources:\r\n  - a\r\n')).toBe(
      'kind: Kustomization\r\nresources:\r\n  - a\r\n  - orders\r\n',
    );
  });

  it.each(['orders', './orders', 'orders/'])(
    'adds nothing twice: %s is there already',
    present => {
      const text = `kind: Kustomization\nresources:\n  - ${present}\n`;
      expect(add(text)).toBe(text);
    },
  );

  it('begins a file that does not exist, and a list that does not', () => {
    expect(parse(add(undefined))).toMatchObject({
      kind: 'Kustomization',
      resources: ['orders'],
    });
    expect(parse(add('kind: Kustomization\nnamespace: x\n'))).toMatchObject({
      namespace: 'x',
      resources: ['orders'],
    });
    expect(add('kind: Kustomization\nresources: []\n')).toContain(
      'resources:\n  - orders',
    );
  });

  it.each([
    [
      'kind: Kustomization\nresources: [a\n',
      /not valid YAML: .* at line \d+, column \d+/s,
    ],
    ['kind: ConfigMap\n', /is no Kustomization but a ConfigMap/],
    [
      'kind: Kustomization\nresources: everything\n',
      /resources must be a list/,
    ],
  ])('refuses %j and says what is wrong, and where', (text, message) => {
    expect(() => add(text)).toThrow(message);
  });

  it('always adds the entry exactly once, at the end', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/);
    fc.assert(
      fc.property(
        fc.uniqueArray(name, { maxLength: 6 }),
        name,
        (present, entry) => {
          const text = `kind: Kustomization\nresources:\n${
            present.map(item => `  - "${item}"\n`).join('') || '  []\n'
          }`;
          const { resources } = parse(add(text, entry)) as {
            resources: string[];
          };
          expect(resources).toEqual(
            present.includes(entry) ? present : [...present, entry],
          );
        },
      ),
    );
  });
});

describe('removeEntry', () => {
  const remove = (text: string, entry = 'orders') =>
    removeEntry(text, { path: PATH, field: 'resources', entry });

  it('takes one line and nothing else', () => {
    expect(
      remove(
        'kind: Kustomization\nresources:\n  # the shop\n  - shop # ours\n  - ./orders/\n  - "last"\n',
      ),
    ).toBe(
      'kind: Kustomization\nresources:\n  # the shop\n  - shop # ours\n  - "last"\n',
    );
  });

  it('leaves a list that kustomize can read when the last one goes', () => {
    expect(
      parse(remove('kind: Kustomization\nresources:\n- orders\n')),
    ).toEqual({ kind: 'Kustomization', resources: [] });
  });

  it('changes nothing where there is no such entry', () => {
    const text = 'kind: Kustomization\nresources: [ a ]\n';
    expect(remove(text)).toBe(text);
  });

  it('undoes exactly what addEntry did', () => {
    const before =
      'kind: Kustomization # ours\r\nresources:\r\n- a # first\r\n- "b"\r\ncommonLabels: {x: y}\r\n';
    expect(remove(add(before))).toBe(before);
  });
});
