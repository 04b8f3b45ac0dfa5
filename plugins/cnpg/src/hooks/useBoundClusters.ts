import useAsync from 'react-use/esm/useAsync';
import { useApi } from '@backstage/core-plugin-api';
import { Entity, RELATION_DEPENDS_ON } from '@backstage/catalog-model';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import {
  ANNOTATION_CNPG_CLUSTERS,
  parseClusterAnnotation,
} from '@naytife/backstage-plugin-cnpg-common';
import { ClusterRef } from '../api/CnpgApi';

const annotationOf = (entity: Entity) =>
  entity.metadata.annotations?.[ANNOTATION_CNPG_CLUSTERS];

/** The clusters that an entity is bound to: by its own annotation, and by those of the Resources it depends on. */
export function useBoundClusters(entity: Entity): {
  loading: boolean;
  error?: Error;
  refs: ClusterRef[];
  invalid: string[];
} {
  const catalog = useApi(catalogApiRef);
  const { value, loading, error } = useAsync(async () => {
    const targets = (entity.relations ?? [])
      .filter(
        relation =>
          relation.type === RELATION_DEPENDS_ON &&
          relation.targetRef.startsWith('resource:'),
      )
      .map(relation => relation.targetRef);
    const { items } = targets.length
      ? await catalog.getEntitiesByRefs({ entityRefs: targets })
      : { items: [] };
    const parsed = [
      entity,
      ...items.filter((item): item is Entity => item !== undefined),
    ].map(item => parseClusterAnnotation(annotationOf(item)));
    const refs = new Map(
      parsed.flatMap(({ refs: found }) =>
        found.map(ref => [`${ref.environment}/${ref.name}`, ref] as const),
      ),
    );
    return {
      refs: [...refs.values()],
      invalid: parsed.flatMap(item => item.invalid),
    };
  }, [catalog, entity]);
  return {
    loading,
    error,
    refs: value?.refs ?? [],
    invalid: value?.invalid ?? [],
  };
}
