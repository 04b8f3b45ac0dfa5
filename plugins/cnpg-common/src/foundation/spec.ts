import { z } from 'zod';
import { quantity } from '../environments/quantity';

/** What a pull request of the platform is about; each is one of its own, so that operator and databases never race. @public */
export const CONCERNS = [
  'operator',
  'operator-upgrade',
  'storage',
  'backup',
  'monitoring',
  'guardrails',
] as const;

/** @public */
export type Concern = (typeof CONCERNS)[number];

const version = z
  .string()
  .regex(/^\d+\.\d+\.\d+$/, 'must be a version such as 1.30.0');
const dnsLabel = z
  .string()
  .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'must be a DNS label');

/** What the platform team asks for. @public */
export const foundationSpecSchema = z.strictObject({
  environment: z.string().min(1).max(63),
  concern: z.enum(CONCERNS),
  operatorVersion: version.optional(),
  pluginVersion: version.optional(),
  /** Version of the Helm chart `cloudnative-pg`; charts are numbered on their own. */
  operatorChart: version.optional(),
  pluginChart: version.optional(),
  prometheusNamespace: dnsLabel.default('monitoring'),
  /** Where runbooks can be read; alerts link there. */
  runbooks: z
    .string()
    .max(300)
    .regex(/^https:\/\/[^\s"'<>]+$/, 'must be an https URL')
    .optional(),
  /** Limits of the namespace's ResourceQuota. */
  cpu: z
    .string()
    .regex(/^\d{1,6}$/, 'must be a number of CPUs')
    .optional(),
  memory: quantity.optional(),
  storage: quantity.optional(),
});

/** @public */
export type FoundationSpec = z.infer<typeof foundationSpecSchema>;
