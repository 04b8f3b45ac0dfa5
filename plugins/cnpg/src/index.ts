/**
 * Database tab, restore wizard and template fields for CloudNativePG clusters.
 *
 * @packageDocumentation
 */
export { cnpgPlugin as default } from './plugin';
export { cnpgTranslationRef } from './translation';
export {
  cnpgApiRef,
  CnpgApiError,
  type ChangeListener,
  type ClusterRef,
  type CnpgApi,
} from './api/CnpgApi';
export { isDatabaseAvailable } from './isDatabase';
