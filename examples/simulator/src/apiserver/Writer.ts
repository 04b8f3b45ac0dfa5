import mergePatch from 'json-merge-patch';
import { parse } from 'yaml';
import { Request } from 'express';
import { Managers, managersOf, ownByWriting, serverSideApply } from './apply';
import { withDefaults } from './defaults';
import { KubeObject, StatusError, clone, conflict, isRecord } from './objects';
import {
  CNPG_GROUP,
  RESOURCES,
  ResourceType,
  groupResource,
} from './resources';
import { Store } from './Store';
import { checkIdentity, prune, validate } from './validation';

const MERGE_PATCH = 'application/merge-patch+json';
const APPLY_PATCH = 'application/apply-patch+yaml';

/** Who a plain write is booked to: the query's manager, else the client's name. */
const managerOf = (req: Request) =>
  String(
    req.query.fieldManager ||
      String(req.headers['user-agent'] ?? 'unknown').split('/')[0],
  );

/** Everything that changes objects: create, replace, merge patch, server-side apply, delete; each also as a dry run. */
export class Writer {
  constructor(private readonly store: Store) {}

  private body(req: Request): KubeObject {
    const object: unknown = parse(String(req.body));
    if (!isRecord(object))
      throw new StatusError(400, 'BadRequest', 'the body is no object');
    return {
      ...object,
      metadata: isRecord(object.metadata) ? object.metadata : {},
    } as KubeObject;
  }

  private dryRun(req: Request): boolean {
    const { dryRun } = req.query;
    if (dryRun !== undefined && dryRun !== 'All')
      throw new StatusError(
        422,
        'Invalid',
        `Options.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["${dryRun}"]: supported values: "All"`,
      );
    return dryRun === 'All';
  }

  /** Checks an object and brings it into the form that is stored: unknown fields dropped, defaults filled in. */
  private admit(
    resource: ResourceType,
    req: Request,
    object: KubeObject,
  ): KubeObject {
    checkIdentity(resource, object, req.params.namespace);
    if (resource.namespaced) {
      const namespaces = RESOURCES.find(item => item.plural === 'namespaces');
      if (namespaces)
        this.store.get(namespaces, undefined, req.params.namespace);
    }
    // As on the real server, unknown fields are an error only when strictness is asked for (the default is Warn).
    const strict = req.query.fieldValidation === 'Strict';
    const full = withDefaults(strict ? object : prune(resource, object));
    validate(resource, full);
    return full;
  }

  create(resource: ResourceType, req: Request): KubeObject {
    const body = this.body(req);
    if (resource.namespaced)
      body.metadata = {
        ...body.metadata,
        namespace: body.metadata.namespace ?? req.params.namespace,
      };
    const object = this.admit(resource, req, body);
    if (resource.group === CNPG_GROUP) delete object.status;
    return this.store.create(
      resource,
      ownByWriting(undefined, object, managerOf(req)),
      this.dryRun(req),
    );
  }

  replace(
    resource: ResourceType,
    sub: string | undefined,
    req: Request,
  ): KubeObject {
    const body = this.body(req);
    if (resource.group && !body.metadata.resourceVersion)
      throw new StatusError(
        422,
        'Invalid',
        `${groupResource(resource)} "${
          req.params.name
        }" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update`,
      );
    return this.write(resource, sub, req, body);
  }

  private write(
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
    const { resourceVersion } = body.metadata;
    const next =
      sub === 'status'
        ? {
            ...current,
            status: body.status,
            metadata: { ...current.metadata, resourceVersion },
          }
        : this.admit(resource, req, {
            ...body,
            ...(resource.status ? { status: current.status } : {}),
          });
    return this.store.update(
      resource,
      ownByWriting(current, next, managerOf(req)),
      this.dryRun(req),
    );
  }

  /** Answers 201 where an apply made the object. */
  patch(
    resource: ResourceType,
    sub: string | undefined,
    req: Request,
  ): { status: number; object: KubeObject } {
    const type = String(req.headers['content-type']).split(';')[0];
    if (type === APPLY_PATCH) return this.apply(resource, req);
    if (type !== MERGE_PATCH)
      throw new StatusError(
        415,
        'UnsupportedMediaType',
        `the body of the request was in an unknown format - accepted media types include: ${MERGE_PATCH}, ${APPLY_PATCH}`,
      );
    const patch = this.body(req);
    const current = this.store.get(
      resource,
      req.params.namespace,
      req.params.name,
    );
    const merged = mergePatch.apply(clone(current), patch) as KubeObject;
    if (patch.metadata.resourceVersion === undefined)
      delete merged.metadata.resourceVersion;
    return { status: 200, object: this.write(resource, sub, req, merged) };
  }

  private apply(
    resource: ResourceType,
    req: Request,
  ): { status: number; object: KubeObject } {
    const manager = String(req.query.fieldManager ?? '');
    if (!manager)
      throw new StatusError(
        422,
        'Invalid',
        'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
      );
    const body = this.body(req);
    const applied: KubeObject = {
      ...body,
      metadata: {
        ...body.metadata,
        name: req.params.name,
        ...(resource.namespaced ? { namespace: req.params.namespace } : {}),
      },
    };
    checkIdentity(resource, applied, req.params.namespace);
    const { status: _, ...withoutStatus } = prune(
      resource,
      applied,
      unknown => {
        throw new StatusError(
          500,
          'InternalError',
          `failed to create typed patch object (${req.params.namespace}/${
            req.params.name
          }; ${applied.apiVersion}, Kind=${applied.kind}): ${unknown
            .map(field => `.${field}: field not declared in schema`)
            .join(', ')}`,
        );
      },
    );
    const current = this.store.find(
      resource,
      req.params.namespace,
      req.params.name,
    );
    const managers: Managers = managersOf(current);
    const merged = this.admit(
      resource,
      req,
      serverSideApply(
        current,
        withoutStatus as KubeObject,
        manager,
        req.query.force === 'true',
        managers,
      ),
    );
    const dryRun = this.dryRun(req);
    if (!current)
      return {
        status: 201,
        object: this.store.create(resource, merged, dryRun),
      };
    const metadata = { ...merged.metadata, resourceVersion: undefined };
    return {
      status: 200,
      object: this.store.update(resource, { ...merged, metadata }, dryRun),
    };
  }

  delete(resource: ResourceType, req: Request): KubeObject {
    const { namespace, name } = req.params;
    const current = this.store.get(resource, namespace, name);
    const options = parse(String(req.body || '{}')) as {
      preconditions?: { uid?: string; resourceVersion?: string };
    } | null;
    for (const key of ['uid', 'resourceVersion'] as const) {
      const wanted = options?.preconditions?.[key];
      if (wanted !== undefined && wanted !== current.metadata[key])
        throw conflict(
          groupResource(resource),
          name,
          `Precondition failed: ${key} in precondition: ${wanted}, ${key} in object meta: ${current.metadata[key]}`,
        );
    }
    return this.dryRun(req)
      ? current
      : this.store.delete(resource, namespace, name);
  }
}
