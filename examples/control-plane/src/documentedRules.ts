import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PolicyRule } from '@naytife/cnpg-simulator';
import { parse } from 'yaml';

const README = join(
  dirname(require.resolve('@naytife/cnpg-control-plane/package.json')),
  '../../README.md',
);

/** The ClusterRole that the README tells adopters to give to the backend: tests and demo give just that. */
export function documentedRules(): PolicyRule[] {
  const blocks = readFileSync(README, 'utf8').match(/```yaml\n[\s\S]*?```/g);
  const block = blocks?.find(text => text.includes('kind: ClusterRole'));
  if (!block) throw new Error(`${README} shows no ClusterRole`);
  return (parse(block.replace(/```(yaml)?/g, '')) as { rules: PolicyRule[] })
    .rules;
}
