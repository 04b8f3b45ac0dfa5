import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { RELATION_DEPENDENCY_OF } from '@backstage/catalog-model';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  ANNOTATION_CNPG_CLUSTERS,
  parseClusterAnnotation,
} from '@naytife/backstage-plugin-cnpg-common';

/** Entities that depend on a Resource bound to the cluster; read as the user, so that nobody learns of what they may not see. */
export async function dependents(
  catalog: CatalogService,
  ref: string,
  credentials: BackstageCredentials,
): Promise<string[]> {
  const { items } = await catalog.getEntities(
    {
      filter: {
        kind: 'Resource',
        [`metadata.annotations.${ANNOTATION_CNPG_CLUSTERS}`]:
          CATALOG_FILTER_EXISTS,
      },
    },
    { credentials },
  );
  return [
    ...new Set(
      items
        .filter(({ metadata }) =>
          parseClusterAnnotation(
            metadata.annotations?.[ANNOTATION_CNPG_CLUSTERS],
          ).refs.some(item => `${item.environment}/${item.name}` === ref),
        )
        .flatMap(({ relations = [] }) =>
          relations
            .filter(({ type }) => type === RELATION_DEPENDENCY_OF)
            .map(({ targetRef }) => targetRef),
        ),
    ),
  ].sort();
}
