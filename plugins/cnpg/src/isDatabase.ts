import { Entity, RELATION_DEPENDS_ON } from '@backstage/catalog-model';
import { ANNOTATION_CNPG_CLUSTERS } from '@naytife/backstage-plugin-cnpg-common';

/** Whether an entity gets the tab: it is bound to a cluster, is a PostgreSQL Resource, or a Component that may need one. @public */
export function isDatabaseAvailable(entity: Entity): boolean {
  if (entity.metadata.annotations?.[ANNOTATION_CNPG_CLUSTERS] !== undefined)
    return true;
  if (entity.kind === 'Resource') return entity.spec?.type === 'postgresql';
  return (
    entity.kind === 'Component' &&
    (entity.relations ?? []).some(
      relation =>
        relation.type === RELATION_DEPENDS_ON &&
        relation.targetRef.startsWith('resource:'),
    )
  );
}

/** A service that depends on no database: it is shown the way to get one. */
export const lacksDatabase = (entity: Entity): boolean =>
  entity.kind === 'Component' &&
  entity.spec?.type === 'service' &&
  !isDatabaseAvailable(entity);
