import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { ScmIntegrations } from '@backstage/integration';
import { createPublishBitbucketCloudPullRequestAction } from '@backstage/plugin-scaffolder-backend-module-bitbucket-cloud';
import { createPublishBitbucketServerPullRequestAction } from '@backstage/plugin-scaffolder-backend-module-bitbucket-server';
import { createPublishGithubPullRequestAction } from '@backstage/plugin-scaffolder-backend-module-github';
import { createPublishGitlabMergeRequestAction } from '@backstage/plugin-scaffolder-backend-module-gitlab';
import { SPEC_SCHEMAS, SpecKind } from '@naytife/backstage-plugin-cnpg-common';
import { Validator } from 'jsonschema';
import { parse } from 'yaml';

interface Step {
  id: string;
  if?: string;
  action: string;
  input?: Record<string, string>;
}
interface Template {
  metadata: { name: string };
  spec: {
    parameters: { properties: Record<string, { const?: string }> }[];
    steps: Step[];
  };
}

const folder = join(
  require.resolve('@naytife/backstage-plugin-scaffolder-backend-module-cnpg'),
  '../../../../templates',
);
const TEMPLATES = readdirSync(folder).map(
  name =>
    parse(
      readFileSync(join(folder, name, 'template.yaml'), 'utf8'),
    ) as Template,
);
const integrations = ScmIntegrations.fromConfig(
  mockServices.rootConfig({ data: {} }),
);
const config = mockServices.rootConfig({ data: {} });
const ACTIONS = Object.fromEntries(
  [
    createPublishGithubPullRequestAction({ integrations, config }),
    createPublishGitlabMergeRequestAction({ integrations }),
    createPublishBitbucketCloudPullRequestAction({ integrations, config }),
    createPublishBitbucketServerPullRequestAction({ integrations, config }),
  ].map(action => [action.id, action]),
);
/** What the step `render` hands on. */
const OUTPUT: Record<string, unknown> = {
  repoUrl: 'github.com?owner=o&repo=r',
  branch: 'cnpg-create-local-orders',
  targetBranch: 'main',
  title: 'Create',
  body: 'text',
  reviewers: ['pat'],
  teamReviewers: ['platform'],
  filesToDelete: ['a'],
};
const resolve = (input: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(input).map(([key, value]) => {
      const name = /steps\.render\.output\.(\w+) /.exec(String(value))?.[1];
      return [key, name ? OUTPUT[name] : value];
    }),
  );

describe('the templates', () => {
  it('are one for each kind of change, and say which', () => {
    expect(
      TEMPLATES.map(
        ({ spec }) => spec.parameters[0].properties.kind.const,
      ).sort(),
    ).toEqual(Object.keys(SPEC_SCHEMAS).sort());
  });

  it('take the same steps: what is checked, written and opened does not depend on the kind', () => {
    const [first, ...others] = TEMPLATES.map(({ spec }) => spec.steps);
    for (const steps of others) expect(steps).toEqual(first);
  });

  it.each(TEMPLATES.map(item => [item.metadata.name, item] as const))(
    '%s asks for no field that the spec does not know',
    (_name, { spec }) => {
      const kind = spec.parameters[0].properties.kind.const as SpecKind;
      const known = [
        ...Object.keys(SPEC_SCHEMAS[kind].shape),
        'kind',
        'reviewed',
        'targetType',
      ];
      const asked = spec.parameters.flatMap(page =>
        Object.keys(page.properties),
      );
      expect(asked.filter(field => !known.includes(field))).toEqual([]);
    },
  );

  it.each(Object.keys(ACTIONS))(
    'give %s an input that its own schema takes',
    id => {
      const step = TEMPLATES[0].spec.steps.find(({ action }) => action === id);
      const schema = ACTIONS[id].schema?.input;
      expect(schema).toBeDefined();
      const { errors } = new Validator().validate(resolve(step?.input ?? {}), {
        ...(schema as object),
        additionalProperties: false,
      });
      expect(errors.map(String)).toEqual([]);
      expect(step?.if).toMatch(/steps\.render\.output\.provider === "\w+"/);
    },
  );
});
