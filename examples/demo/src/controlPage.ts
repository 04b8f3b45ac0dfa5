import express, { Express } from 'express';
import { ApiFault, SCENARIOS, Scenario } from '@naytife/cnpg-simulator';
import { GitHub } from './github';
import { GITHUB_FAULTS, GitHubFront } from './GitHubFront';
import { escape, page } from './html';
import { Moving } from './moving/Moving';
import { Servers } from './moving/Servers';
import { SimulatedCluster } from './worlds';

const API_FAULTS: ApiFault[] = [
  'none',
  'unauthorized',
  'forbidden',
  'slow',
  'gone',
];
const PATH = '/simulator';

export interface Controlled {
  simulations: Record<string, SimulatedCluster>;
  front: GitHubFront;
  github: GitHub;
  /** What a migration moves; nothing where the cluster is real. */
  moving?: Moving;
}

const button = (
  action: string,
  fields: Record<string, string>,
  label: string,
  on = false,
) =>
  `<form method="post" action="${PATH}/${action}" style="display:inline">${Object.entries(
    fields,
  )
    .map(
      ([name, value]) =>
        `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`,
    )
    .join('')}<button${on ? ' class="on" aria-pressed="true"' : ''}>${escape(
    label,
  )}</button></form>`;

async function clusterControls(
  name: string,
  { installation, server }: SimulatedCluster,
): Promise<string> {
  const { client, world } = installation;
  const { items } = await client.list('Cluster');
  const clusters = items.map(cluster => {
    const key = `${cluster.metadata.namespace}/${cluster.metadata.name}`;
    const active = world.active(key);
    const fenced =
      cluster.metadata.annotations?.['cnpg.io/fencedInstances'] !== undefined;
    const asleep =
      cluster.metadata.annotations?.['cnpg.io/hibernation'] === 'on';
    return `<p><b>${escape(key)}</b> — ${escape(
      String(cluster.status?.phase ?? 'new'),
    )}<br>
${SCENARIOS.map(scenario =>
  button(
    'scenario',
    {
      simulation: name,
      cluster: key,
      scenario,
      on: String(!active.includes(scenario)),
    },
    scenario,
    active.includes(scenario),
  ),
).join('')}
${button(
  'primary-lost',
  { simulation: name, cluster: key },
  'lose the primary',
)}
${button(
  'fence',
  { simulation: name, cluster: key, on: String(!fenced) },
  'fence the primary',
  fenced,
)}
${button(
  'hibernate',
  { simulation: name, cluster: key, on: String(!asleep) },
  'hibernate',
  asleep,
)}</p>`;
  });
  const faults = server
    ? `API server: ${API_FAULTS.map(item =>
        button(
          'api',
          { simulation: name, fault: item },
          item,
          item !== 'none' && item === server.getFault(),
        ),
      ).join('')}`
    : 'The API server is a real kube-apiserver; operator, plugin and PostgreSQL are simulated.';
  return `<fieldset><legend>Kubernetes cluster ${escape(
    name,
  )} (simulated)</legend><p>${faults}</p>${clusters.join('')}</fieldset>`;
}

function movingControls({ servers }: Moving): string {
  return `<fieldset><legend>The old database of staging</legend><p>${escape(
    Servers.missing() ??
      'PostgreSQL is real here: one server for the old database, one for each cluster that is imported. The shop writes an order a second.',
  )}</p><p>${button(
    'damage',
    { on: String(!servers.damaging) },
    'damage the next copy',
    servers.damaging,
  )}</p></fieldset>`;
}

/** The page that breaks things on purpose, and lists the pull requests. */
export function mountControlPage(
  app: Express,
  { simulations, front, github, moving }: Controlled,
): void {
  app.use(PATH, express.urlencoded({ extended: false }));
  app.get(PATH, async (_req, res, next) => {
    try {
      const controls = await Promise.all(
        Object.entries(simulations).map(([name, simulation]) =>
          clusterControls(name, simulation),
        ),
      );
      const pulls = await github.pulls();
      res.type('html').send(
        page(
          'Simulator',
          `<p class="note">Kubernetes, CloudNativePG and GitHub are simulated here</p><h1>Break something</h1>${controls.join(
            '',
          )}
${moving ? movingControls(moving) : ''}
<fieldset><legend>GitHub (emulated)</legend><p>${GITHUB_FAULTS.map(item =>
            button(
              'github',
              { fault: item },
              item,
              item !== 'none' && item === front.fault,
            ),
          ).join('')}</p>
<ul>${
            pulls
              .map(
                pull =>
                  `<li><a href="/naytife/commerce/pull/${pull.number}">#${
                    pull.number
                  } ${escape(pull.title)}</a> ${escape(pull.state)}</li>`,
              )
              .join('') || '<li>no pull request yet</li>'
          }</ul></fieldset>`,
        ),
      );
    } catch (error) {
      next(error);
    }
  });
  app.post(`${PATH}/:action`, async (req, res, next) => {
    try {
      await act(req.params.action, req.body as Record<string, string>);
      res.redirect(PATH);
    } catch (error) {
      next(error);
    }
  });

  async function act(
    action: string,
    body: Record<string, string>,
  ): Promise<void> {
    if (action === 'github') {
      front.fault = GITHUB_FAULTS.find(item => item === body.fault) ?? 'none';
      return;
    }
    if (action === 'damage' && moving) {
      moving.servers.damaging = body.on === 'true';
      return;
    }
    const simulation = Object.hasOwn(simulations, body.simulation)
      ? simulations[body.simulation]
      : undefined;
    if (!simulation)
      throw new Error(`There is no simulated cluster ${body.simulation}.`);
    if (action === 'api') {
      if (!simulation.server)
        throw new Error('A real API server does not misbehave at will.');
      simulation.server.setFault(
        API_FAULTS.find(item => item === body.fault) ?? 'none',
      );
      return;
    }
    const [namespace, name] = body.cluster.split('/');
    const { client, world } = simulation.installation;
    const cluster = await client.get('Cluster', namespace, name);
    const annotate = (annotation: string, value: string | null) =>
      client.patch('Cluster', namespace, name, {
        metadata: { annotations: { [annotation]: value } },
      });
    const on = body.on === 'true';
    const primary = String(cluster.status?.currentPrimary);
    if (action === 'scenario' && SCENARIOS.includes(body.scenario as Scenario))
      world.set(body.cluster, body.scenario as Scenario, on);
    else if (action === 'primary-lost')
      await client.delete('Pod', namespace, primary);
    else if (action === 'fence')
      await annotate(
        'cnpg.io/fencedInstances',
        on ? JSON.stringify([primary]) : null,
      );
    else if (action === 'hibernate')
      await annotate('cnpg.io/hibernation', on ? 'on' : 'off');
    else throw new Error(`The simulator cannot ${action}.`);
  }
}
