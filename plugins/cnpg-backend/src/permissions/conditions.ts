import { createConditionExports } from '@backstage/plugin-permission-node';
import { cnpgClusterResourceRef, rules } from './rules';

const { conditions, createConditionalDecision } = createConditionExports({
  resourceRef: cnpgClusterResourceRef,
  rules,
});

/** Conditions for a permission policy: `isOwner`, `inEnvironment`, `inNamespace`. @public */
export const cnpgClusterConditions = conditions;

/** @public */
export const createCnpgClusterConditionalDecision = createConditionalDecision;
