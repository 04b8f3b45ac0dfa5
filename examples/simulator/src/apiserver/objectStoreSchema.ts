const text = { type: 'string' };
const secretKey = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'key'],
  properties: { name: text, key: text },
};
const compression = {
  type: 'string',
  enum: ['bzip2', 'gzip', 'lz4', 'snappy', 'xz', 'zstd'],
};
const encryption = { type: 'string', enum: ['AES256', 'aws:kms'] };
const whole = { type: 'integer' };
const strings = { type: 'array', items: text };
const map = { type: 'object', additionalProperties: text };
const open = { type: 'object' };

/** The spec of `barmancloud.cnpg.io/v1` ObjectStore, after plugin-barman-cloud's API reference (0.14). */
export const objectStoreSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['spec'],
  properties: {
    apiVersion: text,
    kind: text,
    metadata: open,
    spec: {
      type: 'object',
      additionalProperties: false,
      required: ['configuration'],
      properties: {
        retentionPolicy: { type: 'string', pattern: '^[1-9][0-9]*[dwm]$' },
        configuration: {
          type: 'object',
          additionalProperties: false,
          required: ['destinationPath'],
          properties: {
            destinationPath: text,
            // Forbidden by a CEL rule: it belongs into the plugin's parameters.
            serverName: { not: {} },
            endpointURL: text,
            endpointCA: secretKey,
            azureCredentials: open,
            googleCredentials: open,
            s3Credentials: {
              type: 'object',
              additionalProperties: false,
              properties: {
                accessKeyId: secretKey,
                secretAccessKey: secretKey,
                region: secretKey,
                sessionToken: secretKey,
                inheritFromIAMRole: { type: 'boolean' },
              },
            },
            wal: {
              type: 'object',
              additionalProperties: false,
              properties: {
                compression,
                encryption,
                maxParallel: whole,
                archiveAdditionalCommandArgs: strings,
                restoreAdditionalCommandArgs: strings,
              },
            },
            data: {
              type: 'object',
              additionalProperties: false,
              properties: {
                compression,
                encryption,
                immediateCheckpoint: { type: 'boolean' },
                jobs: whole,
                additionalCommandArgs: strings,
              },
            },
            tags: map,
            historyTags: map,
          },
        },
        instanceSidecarConfiguration: {
          type: 'object',
          additionalProperties: false,
          properties: {
            env: { type: 'array', items: open },
            resources: open,
            retentionPolicyIntervalSeconds: whole,
            logLevel: text,
            additionalContainerArgs: strings,
          },
        },
      },
    },
    status: open,
  },
};
