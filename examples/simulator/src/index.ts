/** A Kubernetes API and a CNPG operator inside Node, for the demo and for tests. Simulated, and says so. */
export { ApiServer } from './apiserver/ApiServer';
export type { ApiFault } from './apiserver/faults';
export { EVERYTHING, type Account, type PolicyRule } from './apiserver/access';
export { StatusError, type KubeObject } from './apiserver/objects';
export { Installation } from './Installation';
export { KubeClient, type Endpoint } from './operator/KubeClient';
export { SCENARIOS, World, type Scenario } from './operator/World';
export { Simulation, type SimulationOptions } from './Simulation';
export { mountMetrics } from './monitoring/endpoints';
export { Prometheus, findPrometheus } from './monitoring/Prometheus';
