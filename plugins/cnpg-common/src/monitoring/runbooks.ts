import { CNPG_DOCS } from '../annotations';
import { Alert } from './alerts/alert';

const list = (items: string[], mark: (index: number) => string) =>
  items.map((item, index) => `${mark(index)} ${item}`).join('\n');

/** The runbook of an alert as Markdown. */
export const runbookOf = ({
  name,
  severity,
  expr,
  for: pending,
  description,
  runbook,
}: Alert): string => `# ${name}

**${severity}**, after ${pending}. ${description}

## What it means

${runbook.meaning}

## Where to look

${list(runbook.look, index => `${index + 1}.`)}

## What to do

${list(runbook.act, () => '-')}
${
  runbook.button
    ? `\nOn the database's page in Backstage, tab **Database**: **${runbook.button}**\n`
    : ''
}
[CloudNativePG explains](${CNPG_DOCS}/${runbook.docs})

## Why it fires

\`\`\`promql
${expr}
\`\`\`
`;
