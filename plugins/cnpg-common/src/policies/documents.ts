/** The slice of `admissionregistration.k8s.io/v1` ValidatingAdmissionPolicy that is used: CEL over `object`. @public */
export interface PolicyDocument {
  apiVersion: 'admissionregistration.k8s.io/v1';
  kind: 'ValidatingAdmissionPolicy';
  metadata: { name: string; annotations: Record<string, string> };
  spec: {
    failurePolicy: 'Fail';
    matchConstraints: {
      resourceRules: {
        apiGroups: string[];
        apiVersions: string[];
        operations: string[];
        resources: string[];
      }[];
    };
    validations: { expression: string; message: string }[];
  };
}

const onClusters = [
  {
    apiGroups: ['postgresql.cnpg.io'],
    apiVersions: ['v1'],
    operations: ['CREATE', 'UPDATE'],
    resources: ['clusters'],
  },
];

function policy(
  name: string,
  why: string,
  validations: { expression: string; message: string }[],
): PolicyDocument {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: `cnpg-${name}`, annotations: { 'naytife.com/why': why } },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: { resourceRules: onClusters },
      validations,
    },
  };
}

/** Names that an environment may list under `policies`. @public */
export const POLICY_NAMES = [
  'high-availability',
  'backup-required',
  'pinned-image',
] as const;

/** @public */
export type PolicyName = (typeof POLICY_NAMES)[number];

/** Every policy is one document: evaluated here, and installable in a cluster as it stands. @public */
export const POLICIES: Record<PolicyName, PolicyDocument> = {
  'high-availability': policy(
    'high-availability',
    'One lost node must not stop the shop.',
    [
      {
        expression: 'object.spec.instances >= 3',
        message: 'at least 3 instances are required here',
      },
    ],
  ),
  'backup-required': policy(
    'backup-required',
    'What is not backed up is lost with its volume.',
    [
      {
        expression:
          'has(object.spec.plugins) && object.spec.plugins.exists(p, p.name == "barman-cloud.cloudnative-pg.io" && has(p.isWALArchiver) && p.isWALArchiver)',
        message:
          'a backup with WAL archiving by the Barman Cloud plugin is required here',
      },
    ],
  ),
  'pinned-image': policy(
    'pinned-image',
    'Without a pinned image the PostgreSQL major version moves with the operator.',
    [
      {
        expression:
          'has(object.spec.imageCatalogRef) || (has(object.spec.imageName) && object.spec.imageName.matches("(:[0-9]+[.][0-9]+[-.a-z0-9]*|@sha256:[0-9a-f]{64})$"))',
        message: 'imageName must name a minor version (:15.14) or a digest',
      },
    ],
  ),
};
