import { Express } from 'express';
import { RESOURCES, ResourceType } from './resources';

const VERBS = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];

/** `/version`, `/readyz` and the discovery documents of the kinds whose CRDs are installed. */
export function discovery(
  app: Express,
  installed: (resource: ResourceType) => boolean,
): void {
  app.get('/version', (_req, res) =>
    res.json({
      major: '1',
      minor: '34',
      gitVersion: 'v1.34.4+simulated',
      platform: 'simulated',
    }),
  );
  app.get(['/readyz', '/livez', '/healthz'], (_req, res) =>
    res.type('text').send('ok'),
  );
  app.get('/api', (_req, res) =>
    res.json({ kind: 'APIVersions', versions: ['v1'] }),
  );
  const groups = () => [
    ...new Set(
      RESOURCES.filter(installed)
        .filter(resource => resource.group)
        .map(resource => `${resource.group}/${resource.version}`),
    ),
  ];
  app.get('/apis', (_req, res) =>
    res.json({
      kind: 'APIGroupList',
      apiVersion: 'v1',
      groups: groups().map(groupVersion => {
        const [name, version] = groupVersion.split('/');
        return {
          name,
          versions: [{ groupVersion, version }],
          preferredVersion: { groupVersion, version },
        };
      }),
    }),
  );
  const resourceList = (
    groupVersion: string,
    group: string,
    version: string,
  ) => ({
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion,
    resources: RESOURCES.filter(installed)
      .filter(
        resource => resource.group === group && resource.version === version,
      )
      .flatMap(resource => [
        {
          name: resource.plural,
          singularName: resource.kind.toLowerCase(),
          namespaced: resource.namespaced,
          kind: resource.kind,
          verbs: VERBS,
        },
        ...(resource.status
          ? [
              {
                name: `${resource.plural}/status`,
                singularName: '',
                namespaced: resource.namespaced,
                kind: resource.kind,
                verbs: ['get', 'patch', 'update'],
              },
            ]
          : []),
      ]),
  });
  app.get('/api/v1', (_req, res) => res.json(resourceList('v1', '', 'v1')));
  app.get('/apis/:group/:version', (req, res, next) => {
    const groupVersion = `${req.params.group}/${req.params.version}`;
    if (!groups().includes(groupVersion)) next();
    else
      res.json(
        resourceList(groupVersion, req.params.group, req.params.version),
      );
  });
}
