import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  ANNOTATION_CNPG_CLUSTERS,
  parseClusterAnnotation,
} from '@naytife/backstage-plugin-cnpg-common';

const REFRESH_MS = 10_000;

/**
 * Who owns which cluster, by the catalog entities bound to it. Read with the plugin's own credentials, because a rule
 * must see every owner; the decision itself is always about the user's.
 */
export class OwnerIndex {
  private owners = new Map<string, Set<string>>();
  private loading: Promise<void> | undefined;
  private loadedAt = 0;

  constructor(
    private readonly deps: {
      catalog: CatalogService;
      auth: AuthService;
      logger: LoggerService;
    },
  ) {}

  async of(ref: string): Promise<string[]> {
    if (Date.now() - this.loadedAt > REFRESH_MS) {
      this.loading ??= this.load().finally(() => {
        this.loading = undefined;
      });
      await this.loading;
    }
    return [...(this.owners.get(ref) ?? [])];
  }

  private async load(): Promise<void> {
    const { catalog, auth, logger } = this.deps;
    try {
      const { items } = await catalog.getEntities(
        {
          filter: {
            kind: 'Resource',
            [`metadata.annotations.${ANNOTATION_CNPG_CLUSTERS}`]:
              CATALOG_FILTER_EXISTS,
          },
          fields: ['metadata', 'relations', 'kind'],
        },
        { credentials: await auth.getOwnServiceCredentials() },
      );
      const owners = new Map<string, Set<string>>();
      for (const entity of items) {
        const { refs } = parseClusterAnnotation(
          entity.metadata.annotations?.[ANNOTATION_CNPG_CLUSTERS],
        );
        for (const { environment, name } of refs) {
          const ref = `${environment}/${name}`;
          const set = owners.get(ref) ?? new Set();
          for (const relation of entity.relations ?? [])
            if (relation.type === 'ownedBy') set.add(relation.targetRef);
          owners.set(ref, set);
        }
      }
      this.owners = owners;
    } catch (error) {
      // The last known owners go on counting: an absent catalog must not widen anyone's rights, nor take them.
      logger.warn(
        `The owners of clusters could not be read from the catalog: ${
          error instanceof Error ? error.message : error
        }`,
      );
    }
    this.loadedAt = Date.now();
  }
}
