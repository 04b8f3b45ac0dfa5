import { Server, createServer } from 'node:http';
import { AddressInfo, Socket } from 'node:net';
import express, { NextFunction, Request, Response } from 'express';
import { Account, authenticate, authorize } from './access';
import { discovery } from './discovery';
import { ApiFault, misbehave } from './faults';
import { StatusError, notFound } from './objects';
import { RESOURCES, ResourceType, groupResource } from './resources';
import { selector } from './selectors';
import { Store } from './Store';
import { Lister, serveWatch } from './watch';
import { Writer } from './Writer';

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
  /** CRDs that are not installed, as `clusters.postgresql.cnpg.io`. */
  readonly missing = new Set<string>();
  private readonly lister = new Lister(this.store);
  private readonly writer = new Writer(this.store);
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

  /** Removes a CRD with all its objects; its watches end. */
  uninstall(crd: string): void {
    const resource = RESOURCES.find(item => groupResource(item) === crd);
    if (!resource) throw new Error(`There is no CRD ${crd}.`);
    for (const { object } of this.store.list(resource, undefined))
      this.store.delete(
        resource,
        object.metadata.namespace,
        object.metadata.name,
      );
    this.missing.add(crd);
    this.store.endWatches(resource);
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
    discovery(app, resource => !this.missing.has(groupResource(resource)));
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
    if (this.missing.has(groupResource(resource)))
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
          this.lister.answer(
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
        res.status(201).json(this.writer.create(resource, req));
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
          res.json(this.writer.replace(resource, sub, req));
        }),
      );
      app.patch(
        path,
        sync((req, res) => {
          this.allow(req, 'patch', resource, sub);
          const { status, object } = this.writer.patch(resource, sub, req);
          res.status(status).json(object);
        }),
      );
    }
    app.delete(
      `${collection}/:name`,
      sync((req, res) => {
        this.allow(req, 'delete', resource);
        res.json(this.writer.delete(resource, req));
      }),
    );
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
