/**
 * What other backend modules may use of the CloudNativePG plugin.
 *
 * @packageDocumentation
 */
export { cnpgClientServiceRef, type CnpgClientService } from './cnpgClient';
