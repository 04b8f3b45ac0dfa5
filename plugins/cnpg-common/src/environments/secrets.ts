import { z } from 'zod';

const dnsLabel = z.string().regex(/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/);
const ageRecipient = z
  .string()
  .regex(/^age1[02-9ac-hj-np-z]{58}$/, 'must be an age public key, age1…');

/** Where passwords come from. In none of these ways a plain one is in Git. */
export const secretsSchema = z
  .discriminatedUnion('provider', [
    /** CNPG makes `<name>-app` for the owner. */
    z.strictObject({ provider: z.literal('operator') }),
    /** A Secret that is in the namespace already. */
    z.strictObject({ provider: z.literal('existing'), secretName: dnsLabel }),
    /** Encrypted with age for these recipients; only public keys are needed. */
    z.strictObject({
      provider: z.literal('sops'),
      recipients: z.array(ageRecipient).min(1),
      /** Beside the databases, as Naytife keeps them: not part of any kustomization. */
      path: z.string().regex(/^[-\w.]+(\/[-\w.]+)*$/),
    }),
    /** The External Secrets Operator makes it, or fetches it. */
    z.strictObject({
      provider: z.literal('external-secrets'),
      store: z
        .strictObject({
          name: dnsLabel,
          kind: z.enum(['SecretStore', 'ClusterSecretStore']),
        })
        .optional(),
      /** Key in the store, with `{name}` and `{role}` for the database and its role. Without it a generator makes the password. */
      remoteKey: z.string().optional(),
      /** Key of the object store's credentials in the store (`ACCESS_KEY_ID`, `SECRET_ACCESS_KEY`). */
      objectStoreKey: z.string().optional(),
    }),
  ])
  .prefault({ provider: 'operator' })
  .superRefine((secrets, context) => {
    if (
      secrets.provider === 'external-secrets' &&
      (secrets.remoteKey || secrets.objectStoreKey) &&
      !secrets.store
    )
      context.addIssue({
        code: 'custom',
        path: ['store'],
        message: 'is needed where a key of it is named',
      });
  });

/** @public */
export type Secrets = z.infer<typeof secretsSchema>;
