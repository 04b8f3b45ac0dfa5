import { Server, createServer } from 'node:http';
import { AddressInfo, Socket } from 'node:net';
import express, { NextFunction, Request, Response } from 'express';
import mergePatch from 'json-merge-patch';
import { parse } from 'yaml';
import { Account, authenticate, authorize } from './access';
import { Managers, serverSideApply } from './apply';
import { discovery } from './discovery';
import { ApiFault, misbehave } from './faults';
import { KubeObject, StatusError, isRecord, notFound } from './objects';
import {
  CNPG_GROUP,
  RESOURCES,
  ResourceType,
  groupResource,
} from './resources';
import { selector } from './selectors';
import { Store } from './Store';
import { checkIdentity, validateStrictly } from './validation';
import { serveList, serveWatch } from './watch';

/** Answers `pods/NAME:PORT/proxy/PATH` in place of the pod. */
export type PodProxy = (
  namespace: string,
  pod: string,
  port: number,
  path: string,
) => object | undefined;

/** A Kubernetes API over HTTP on loopback, inside Node. It is a simulation and says so at `/version`. */
export class ApiServer {
  readonly store = new Store();
  readonly accounts = new Map<string, Account>();
  podProxy: PodProxy = () => undefined;
  /** Groups whose CRDs are not installed. */
  readonly missingGroups = new Set<string>();
  private readonly managers = new Map<string, Managers>();
  private readonly sockets = new Set<Socket>();
  private readonly requests: { verb: string; path: string; user: string }[] =
    [];
  private server: Server | undefined;
  private fault: ApiFault = 'none';

  get url(): string {
    const address = this.server?.address() as AddressInfo | null;
    if (!address) throw new Error('The simulated API server does not listen.');
    return `http://127.0.0.1:${address.port}`;
  }

  /** What was asked for, newest last: for tests that prove what is read. */
  get audit(): readonly { verb: string; path: string; user: string }[] {
    return this.requests;
  }

  async listen(port = 0): Promise<string> {
    this.server = createServer(this.app());
    this.server.on('connection', socket => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      this.server?.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
    return this.url;
  }

  async close(): Promise<void> {
    this.dropConnections();
    await new Promise(resolve => this.server?.close(resolve));
  }

  setFault(fault: ApiFault): void {
    this.fault = fault;
    this.dropConnections();
  }

  getFault(): ApiFault {
    return this.fault;
  }

  private dropConnections() {
    for (const socket of this.sockets) socket.destroy();
  }

  private app() {
    const app = express();
    app.disable('x-powered-by');
    app.use(express.text({ type: '*/*', limit: '3mb' }));
    app.use((req, res, next) =>
      misbehave(this.fault, this.accounts, req, res, next),
    );
    discovery(app, resource => !this.missingGroups.has(resource.group));
    for (const resource of RESOURCES) this.serve(app, resource);
    app.get(
      '/api/v1/namespaces/:namespace/pods/:pod/proxy/*',
      (req: Request<Record<string, string>>, res) => this.proxy(req, res),
    );
    app.use((req, _res, next) =>
      next(
        new StatusError(
          404,
          'NotFound',
          `the server could not find the requested resource ${req.path}`,
        ),
      ),
    );
    app.use(
      (error: unknown, _req: Request, res: Response, _next: NextFunction) => {
        const status =
          error instanceof StatusError
            ? error
            : new StatusError(
                500,
                'InternalError',
                error instanceof Error ? error.message : String(error),
              );
        res.status(status.code).json(status.toStatus());
      },
    );
    return app;
  }

  private allow(
    req: Request,
    verb: string,
    resource: ResourceType,
    subresource?: string,
  ): void {
    if (this.missingGroups.has(resource.group))
      throw new StatusError(
        404,
        'NotFound',
        'the server could not find the requested resource',
      );
    const account = authenticate(this.accounts, req.headers.authorization);
    this.requests.push({ verb, path: req.path, user: account.user });
    if (this.requests.length > 10_000) this.requests.splice(0, 5_000);
    authorize(account, verb, resource, subresource, req.params.namespace);
  }

  private serve(app: express.Express, resource: ResourceType): void {
    const base = resource.group
      ? `/apis/${resource.group}/${resource.version}`
      : `/api/${resource.version}`;
    const collection = resource.namespaced
      ? `${base}/namespaces/:namespace/${resource.plural}`
      : `${base}/${resource.plural}`;
    const read = (req: Request, res: Response) => {
      const watching = req.query.watch === 'true' || req.query.watch === '1';
      this.allow(req, watching ? 'watch' : 'list', resource);
      const matches = selector(
        req.query.labelSelector,
        req.query.fieldSelector,
      );
      if (watching)
        serveWatch(
          this.store,
          resource,
          req.params.namespace,
          matches,
          req,
          res,
        );
      else
        res.json(
          serveList(
            this.store,
            resource,
            req.params.namespace,
            matches,
            req.query,
          ),
        );
    };
    const sync =
      (handler: (req: Request, res: Response) => void) =>
      (req: Request, res: Response, next: NextFunction) => {
        try {
          handler(req, res);
        } catch (error) {
          next(error);
        }
      };
    if (resource.namespaced) app.get(`${base}/${resource.plural}`, sync(read));
    app.get(collection, sync(read));
    app.post(
      collection,
      sync((req, res) => {
        this.allow(req, 'create', resource);
        res.status(201).json(this.create(resource, req));
      }),
    );
    for (const sub of resource.status ? [undefined, 'status'] : [undefined]) {
      const path = `${collection}/:name${sub ? `/${sub}` : ''}`;
      app.get(
        path,
        sync((req, res) => {
          this.allow(req, 'get', resource, sub);
          res.json(
            this.store.get(resource, req.params.namespace, req.params.name),
          );
        }),
      );
      app.put(
        path,
        sync((req, res) => {
          this.allow(req, 'update', resource, sub);
          res.json(this.replace(resource, sub, req, this.body(req)));
        }),
      );
      app.patch(
        path,
        sync((req, res) => {
          this.allow(req, 'patch', resource, sub);
          res.json(this.patch(resource, sub, req));
        }),
      );
    }
    app.delete(
      `${collection}/:name`,
      sync((req, res) => {
        this.allow(req, 'delete', resource);
        res.json(
          req.query.dryRun
            ? this.store.get(resource, req.params.namespace, req.params.name)
            : this.store.delete(
                resource,
                req.params.namespace,
                req.params.name,
              ),
        );
      }),
    );
  }

  private body(req: Request): KubeObject {
    const object: unknown = parse(String(req.body));
    if (!isRecord(object))
      throw new StatusError(400, 'BadRequest', 'the body is no object');
    return {
      ...object,
      metadata: isRecord(object.metadata) ? object.metadata : {},
    } as KubeObject;
  }

  private check(
    resource: ResourceType,
    req: Request,
    object: KubeObject,
  ): void {
    checkIdentity(resource, object, req.params.namespace);
    const strict =
      req.query.fieldValidation !== 'Ignore' &&
      req.query.fieldValidation !== 'Warn';
    if (strict && resource.group !== '') validateStrictly(resource, object);
    if (resource.namespaced) {
      const namespaces = RESOURCES.find(item => item.plural === 'namespaces');
      if (namespaces)
        this.store.get(namespaces, undefined, req.params.namespace);
    }
  }

  private create(resource: ResourceType, req: Request): KubeObject {
    const body = this.body(req);
    if (resource.namespaced)
      body.metadata = {
        ...body.metadata,
        namespace: body.metadata.namespace ?? req.params.namespace,
      };
    this.check(resource, req, body);
    if (resource.group === CNPG_GROUP) delete body.status;
    return this.store.create(resource, body, Boolean(req.query.dryRun));
  }

  private replace(
    resource: ResourceType,
    sub: string | undefined,
    req: Request,
    body: KubeObject,
  ): KubeObject {
    const current = this.store.get(
      resource,
      req.params.namespace,
      req.params.name,
    );
    const next =
      sub === 'status'
        ? {
            ...current,
            status: body.status,
            metadata: {
              ...current.metadata,
              resourceVersion: body.metadata.resourceVersion,
            },
          }
        : { ...body, ...(resource.status ? { status: current.status } : {}) };
    if (!sub) this.check(resource, req, next);
    return this.store.update(resource, next, Boolean(req.query.dryRun));
  }

  private patch(
    resource: ResourceType,
    sub: string | undefined,
    req: Request,
  ): KubeObject {
    const type = String(req.headers['content-type']).split(';')[0];
    if (type === 'application/apply-patch+yaml')
      return this.apply(resource, req);
    if (type !== 'application/merge-patch+json')
      throw new StatusError(
        415,
        'UnsupportedMediaType',
        `the body of the request was in an unknown format - accepted media types include: application/merge-patch+json, application/apply-patch+yaml`,
      );
    const patch = this.body(req);
    const current = this.store.get(
      resource,
      req.params.namespace,
      req.params.name,
    );
    const merged = mergePatch.apply(
      structuredClone(current),
      patch,
    ) as KubeObject;
    if (patch.metadata.resourceVersion === undefined)
      delete merged.metadata.resourceVersion;
    return this.replace(resource, sub, req, merged);
  }

  private apply(resource: ResourceType, req: Request): KubeObject {
    const manager = String(req.query.fieldManager ?? '');
    if (!manager)
      throw new StatusError(
        422,
        'Invalid',
        'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
      );
    const body = this.body(req);
    body.metadata = {
      ...body.metadata,
      name: req.params.name,
      ...(resource.namespaced ? { namespace: req.params.namespace } : {}),
    };
    this.check(resource, req, body);
    const key = `${groupResource(resource)}/${req.params.namespace}/${
      req.params.name
    }`;
    const current = this.store.find(
      resource,
      req.params.namespace,
      req.params.name,
    );
    const managers: Managers = new Map(current ? this.managers.get(key) : []);
    const merged = serverSideApply(
      current,
      body,
      manager,
      req.query.force === 'true',
      managers,
    );
    const dryRun = Boolean(req.query.dryRun);
    const result = current
      ? this.store.update(
          resource,
          {
            ...merged,
            metadata: { ...merged.metadata, resourceVersion: undefined },
          },
          dryRun,
        )
      : this.store.create(resource, merged, dryRun);
    if (!dryRun) this.managers.set(key, managers);
    return result;
  }

  private proxy(req: Request<Record<string, string>>, res: Response): void {
    const pods = RESOURCES.find(item => item.plural === 'pods') as ResourceType;
    this.allow(req as unknown as Request, 'get', pods, 'proxy');
    const [, name, port] =
      /^(?:https?:)?([^:]+):(\d+)$/.exec(req.params.pod) ?? [];
    const answer = name
      ? this.podProxy(req.params.namespace, name, Number(port), req.params[0])
      : undefined;
    if (!answer) throw notFound('pods', req.params.pod);
    res.json(answer);
  }
}
