import fc from 'fast-check';
import { parse } from 'yaml';
import { addResource } from './kustomization';

const PATH = 'deploy/databases/production/kustomization.yaml';
const add = (text: string | undefined, entry = 'orders') =>
  addResource(text, entry, PATH);

describe('addResource', () => {
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
