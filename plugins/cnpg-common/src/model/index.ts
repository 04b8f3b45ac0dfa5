export type { Parsed, Unreadable } from './Reader';
export type { Condition, ObjectMeta } from './meta';
export { findCondition } from './meta';
export * from './cluster';
export * from './backup';
export * from './scheduledBackup';
export * from './pooler';
export * from './objectStore';
export * from './surroundings';
export {
  compareWal,
  lsnLag,
  parseInstanceStatus,
  type InstanceStatus,
} from './walFacts';
