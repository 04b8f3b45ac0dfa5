export { installedPostgres, newerPostgres, type Installed } from './installed';
export { PostgresServer, type Address } from './PostgresServer';
export { OLD, emptyDatabase, seedNaytife } from './naytife';
export { JOB_FILES, runJob, type JobResult } from './runJob';
