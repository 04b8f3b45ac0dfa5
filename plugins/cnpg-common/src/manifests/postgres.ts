import { SizeClass } from '../environments/environment';
import { quantityToBytes } from '../environments/quantity';

const MIB = 2 ** 20;

/** Fixed by CNPG (rejected at admission) or written by its defaulting webhook: never carried over from a live object. */
const NOT_CARRIED = new Set([
  'archive_mode',
  'dynamic_shared_memory_type',
  'full_page_writes',
  'log_destination',
  'log_directory',
  'log_filename',
  'log_rotation_age',
  'log_rotation_size',
  'log_truncate_on_rotation',
  'logging_collector',
  'max_parallel_workers',
  'max_replication_slots',
  'max_worker_processes',
  'shared_memory_type',
  'shared_preload_libraries',
  'ssl_max_protocol_version',
  'ssl_min_protocol_version',
  'wal_keep_size',
  'wal_level',
  'wal_log_hints',
  'wal_receiver_timeout',
  'wal_sender_timeout',
]);

/** CNPG's own need: three for superusers, replication, the exporter and migrations beside the pool. */
export const DIRECT_CONNECTIONS = 20;
export const MAX_CONNECTIONS = 200;

/**
 * Settings that follow from the memory. shared_buffers: a quarter of it (PostgreSQL documentation, 20.4.1); CNPG
 * refuses a memory request below it (cluster_webhook.go, validateResources). effective_cache_size: three quarters, what
 * the planner may expect of the operating system's cache (20.7.2). work_mem: a quarter of the memory shared by all
 * allowed connections (20.4.1 warns that each sort may take it).
 * @param memory - a Kubernetes quantity
 * @public
 */
export function memorySettings(memory: string): Record<string, string> {
  const mib = (quantityToBytes(memory) ?? 2 ** 30) / MIB;
  const mb = (value: number) => `${Math.max(1, Math.floor(value))}MB`;
  return {
    effective_cache_size: mb(mib * 0.75),
    maintenance_work_mem: mb(Math.min(mib / 16, 2048)),
    shared_buffers: mb(mib / 4),
    work_mem: mb(Math.max(2, mib / 4 / MAX_CONNECTIONS)),
  };
}

/** All settings of a new database; the logging leaks no values. */
export function postgresParameters(
  size: SizeClass,
  archiveTimeoutSeconds?: number,
): Record<string, string> {
  const memory = memorySettings(size.memory);
  return {
    ...(archiveTimeoutSeconds
      ? { archive_timeout: `${archiveTimeoutSeconds}s` }
      : {}),
    checkpoint_completion_target: '0.9',
    default_statistics_target: '100',
    effective_cache_size: memory.effective_cache_size,
    effective_io_concurrency: '200',
    log_checkpoints: 'on',
    log_lock_waits: 'on',
    log_min_duration_statement: '1000',
    log_statement: 'ddl',
    maintenance_work_mem: memory.maintenance_work_mem,
    max_connections: String(MAX_CONNECTIONS),
    'pg_stat_statements.max': '10000',
    'pg_stat_statements.track': 'all',
    random_page_cost: '1.1',
    shared_buffers: memory.shared_buffers,
    work_mem: memory.work_mem,
  };
}

/** The parameters of a live cluster that a person once chose. */
export function carriedParameters(
  parameters: Record<string, string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters)
      .filter(([key]) => !NOT_CARRIED.has(key))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
