/**
 * Backend of the CloudNativePG plugin.
 *
 * @packageDocumentation
 */
export { cnpgPlugin as default } from './plugin';
export {
  cnpgClusterResourceRef,
  type CnpgClusterResource,
} from './permissions/rules';
export {
  cnpgClusterConditions,
  createCnpgClusterConditionalDecision,
} from './permissions/conditions';
