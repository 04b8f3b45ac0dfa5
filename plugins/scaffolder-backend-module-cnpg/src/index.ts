/**
 * Scaffolder actions that render, check and register CloudNativePG manifests.
 *
 * @packageDocumentation
 */
export { scaffolderModuleCnpg as default } from './module';
