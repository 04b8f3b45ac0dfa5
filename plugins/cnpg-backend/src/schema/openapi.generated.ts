// Generated from plugins/cnpg-backend/src/schema/openapi.yaml by `npm run generate`. Do not edit.
import type { OpenAPIObject } from 'openapi3-ts/oas30';

export const spec: OpenAPIObject = {
  "openapi": "3.0.3",
  "info": {
    "title": "cnpg",
    "version": "1",
    "description": "CloudNativePG clusters, their health and recoverability, and the manifests that change them.",
    "license": {
      "name": "Apache-2.0",
      "url": "https://www.apache.org/licenses/LICENSE-2.0"
    }
  },
  "servers": [
    {
      "url": "/"
    }
  ],
  "paths": {
    "/environments": {
      "get": {
        "operationId": "getEnvironments",
        "description": "The visible part of each environment of `cnpg.environments`.",
        "responses": {
          "200": {
            "description": "All environments",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/EnvironmentList"
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/clusters": {
      "get": {
        "operationId": "getClusters",
        "description": "The clusters that the user may see, ordered by environment and name.",
        "parameters": [
          {
            "in": "query",
            "name": "environment",
            "schema": {
              "type": "string"
            }
          },
          {
            "in": "query",
            "name": "light",
            "description": "Health light",
            "schema": {
              "$ref": "#/components/schemas/Light"
            }
          },
          {
            "in": "query",
            "name": "limit",
            "schema": {
              "type": "integer",
              "minimum": 1,
              "maximum": 500,
              "default": 100
            }
          },
          {
            "in": "query",
            "name": "offset",
            "schema": {
              "type": "integer",
              "minimum": 0,
              "default": 0
            }
          }
        ],
        "responses": {
          "200": {
            "description": "One page",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ClusterList"
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/clusters/{environment}/{name}": {
      "parameters": [
        {
          "in": "path",
          "name": "environment",
          "required": true,
          "schema": {
            "type": "string"
          }
        },
        {
          "in": "path",
          "name": "name",
          "required": true,
          "schema": {
            "type": "string"
          }
        }
      ],
      "get": {
        "operationId": "getCluster",
        "responses": {
          "200": {
            "description": "One cluster",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ClusterDetail"
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/clusters/{environment}/{name}/preflight": {
      "parameters": [
        {
          "in": "path",
          "name": "environment",
          "required": true,
          "schema": {
            "type": "string"
          }
        },
        {
          "in": "path",
          "name": "name",
          "required": true,
          "schema": {
            "type": "string"
          }
        }
      ],
      "post": {
        "operationId": "preflightRestore",
        "description": "Says whether an instant can be recovered to, and from what. Changes nothing.",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "type": "object",
                "required": [
                  "target"
                ],
                "properties": {
                  "target": {
                    "$ref": "#/components/schemas/RestoreTarget"
                  }
                }
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "The verdict",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Preflight"
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/clusters/{environment}/{name}/backups": {
      "parameters": [
        {
          "in": "path",
          "name": "environment",
          "required": true,
          "schema": {
            "type": "string"
          }
        },
        {
          "in": "path",
          "name": "name",
          "required": true,
          "schema": {
            "type": "string"
          }
        }
      ],
      "post": {
        "operationId": "createBackup",
        "description": "Takes a backup now. Refused with 409 while another one runs.",
        "responses": {
          "201": {
            "description": "The new Backup",
            "content": {
              "application/json": {
                "schema": {
                  "type": "object",
                  "required": [
                    "name"
                  ],
                  "properties": {
                    "name": {
                      "type": "string"
                    }
                  }
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/clusters/{environment}/{name}/promises": {
      "parameters": [
        {
          "in": "path",
          "name": "environment",
          "required": true,
          "schema": {
            "type": "string"
          }
        },
        {
          "in": "path",
          "name": "name",
          "required": true,
          "schema": {
            "type": "string"
          }
        }
      ],
      "get": {
        "operationId": "getPromises",
        "description": "What was promised for a cluster, beside what was measured, over which time and by what.",
        "responses": {
          "200": {
            "description": "All promises",
            "content": {
              "application/json": {
                "schema": {
                  "type": "object",
                  "required": [
                    "items"
                  ],
                  "properties": {
                    "items": {
                      "type": "array",
                      "items": {
                        "$ref": "#/components/schemas/Promise"
                      }
                    }
                  }
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/promises": {
      "get": {
        "operationId": "getFleetPromises",
        "description": "The promises of all clusters that the user may see.",
        "responses": {
          "200": {
            "description": "All clusters",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/PromiseFleet"
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/manifests/database": {
      "post": {
        "operationId": "previewDatabase",
        "description": "The exact files of a new database with every finding. Changes nothing. The form's review and the template's check call it alike.",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "type": "object",
                "required": [
                  "spec"
                ],
                "properties": {
                  "spec": {
                    "type": "object",
                    "additionalProperties": true
                  }
                }
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "Files and findings",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ManifestPreview"
                }
              }
            }
          },
          "429": {
            "$ref": "#/components/responses/TooMany"
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/manifests/change": {
      "post": {
        "operationId": "previewChange",
        "description": "The edits that change a database, what CNPG does with each field, and every finding. Changes nothing.",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "type": "object",
                "required": [
                  "spec"
                ],
                "properties": {
                  "spec": {
                    "type": "object",
                    "additionalProperties": true
                  }
                }
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "Files and findings",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ManifestPreview"
                }
              }
            }
          },
          "429": {
            "$ref": "#/components/responses/TooMany"
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/manifests/restore": {
      "post": {
        "operationId": "previewRestore",
        "description": "The exact files of a restore, the preflight's verdict and every finding. Changes nothing.",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "type": "object",
                "required": [
                  "spec"
                ],
                "properties": {
                  "spec": {
                    "type": "object",
                    "additionalProperties": true
                  }
                }
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "Files and findings",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ManifestPreview"
                }
              }
            }
          },
          "429": {
            "$ref": "#/components/responses/TooMany"
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/manifests/delete": {
      "post": {
        "operationId": "previewRemoval",
        "description": "The files that go when a database is removed, what is left of it, and every finding. Changes nothing.",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "type": "object",
                "required": [
                  "spec"
                ],
                "properties": {
                  "spec": {
                    "type": "object",
                    "additionalProperties": true
                  }
                }
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "Files and findings",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ManifestPreview"
                }
              }
            }
          },
          "429": {
            "$ref": "#/components/responses/TooMany"
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/manifests/foundation": {
      "post": {
        "operationId": "previewFoundation",
        "description": "The files of one part of the platform - operator, storage, backup, monitoring, guardrails - with every finding. Changes nothing.",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "type": "object",
                "required": [
                  "spec"
                ],
                "properties": {
                  "spec": {
                    "type": "object",
                    "additionalProperties": true
                  }
                }
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "Files and findings",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ManifestPreview"
                }
              }
            }
          },
          "429": {
            "$ref": "#/components/responses/TooMany"
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/manifests/replica": {
      "post": {
        "operationId": "previewReplica",
        "description": "One step of a replica cluster in another environment, with every finding. Changes nothing.",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "type": "object",
                "required": [
                  "spec"
                ],
                "properties": {
                  "spec": {
                    "type": "object",
                    "additionalProperties": true
                  }
                }
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "Files and findings",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ManifestPreview"
                }
              }
            }
          },
          "429": {
            "$ref": "#/components/responses/TooMany"
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/manifests/migration": {
      "post": {
        "operationId": "previewMigration",
        "description": "One step of the move of an old database to CloudNativePG, with every finding. Changes nothing.",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "type": "object",
                "required": [
                  "spec"
                ],
                "properties": {
                  "spec": {
                    "type": "object",
                    "additionalProperties": true
                  }
                }
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "Files and findings",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ManifestPreview"
                }
              }
            }
          },
          "429": {
            "$ref": "#/components/responses/TooMany"
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/migrations": {
      "get": {
        "operationId": "getMigrations",
        "description": "The migrations of the configuration, with how far each is.",
        "responses": {
          "200": {
            "description": "All migrations",
            "content": {
              "application/json": {
                "schema": {
                  "type": "object",
                  "required": [
                    "items"
                  ],
                  "properties": {
                    "items": {
                      "type": "array",
                      "items": {
                        "$ref": "#/components/schemas/MigrationSummary"
                      }
                    }
                  }
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/migrations/{environment}/{name}": {
      "parameters": [
        {
          "in": "path",
          "name": "environment",
          "required": true,
          "schema": {
            "type": "string"
          }
        },
        {
          "in": "path",
          "name": "name",
          "required": true,
          "schema": {
            "type": "string"
          }
        }
      ],
      "get": {
        "operationId": "getMigration",
        "description": "One migration - what was done and found, what may be done now, and what not and why.",
        "responses": {
          "200": {
            "description": "One migration",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Migration"
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/environments/{environment}/names/{name}": {
      "get": {
        "operationId": "checkName",
        "description": "Whether a name for a new database is free in the cluster, in Git and in open pull requests.",
        "parameters": [
          {
            "in": "path",
            "name": "environment",
            "required": true,
            "schema": {
              "type": "string"
            }
          },
          {
            "in": "path",
            "name": "name",
            "required": true,
            "schema": {
              "type": "string"
            }
          }
        ],
        "responses": {
          "200": {
            "description": "What stands against it",
            "content": {
              "application/json": {
                "schema": {
                  "type": "object",
                  "required": [
                    "findings"
                  ],
                  "properties": {
                    "findings": {
                      "type": "array",
                      "items": {
                        "$ref": "#/components/schemas/Finding"
                      }
                    }
                  }
                }
              }
            }
          },
          "429": {
            "$ref": "#/components/responses/TooMany"
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/changes": {
      "get": {
        "operationId": "streamChanges",
        "description": "A stream of server-sent events, one for each change of a cluster that the user may see.",
        "responses": {
          "200": {
            "description": "Events whose data is {\"cluster\":\"environment/name\",\"revision\":N}; the cluster \"*\" stands for every cluster",
            "content": {
              "text/event-stream": {
                "schema": {
                  "type": "string"
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    }
  },
  "components": {
    "responses": {
      "TooMany": {
        "description": "Asked too often; Retry-After says for how many seconds to wait",
        "content": {
          "application/json": {
            "schema": {
              "type": "object",
              "properties": {
                "error": {
                  "type": "object",
                  "properties": {
                    "name": {
                      "type": "string"
                    },
                    "message": {
                      "type": "string"
                    }
                  }
                }
              }
            }
          }
        }
      },
      "Error": {
        "description": "An error in Backstage's form",
        "content": {
          "application/json": {
            "schema": {
              "type": "object",
              "properties": {
                "error": {
                  "type": "object",
                  "properties": {
                    "name": {
                      "type": "string"
                    },
                    "message": {
                      "type": "string"
                    }
                  }
                }
              }
            }
          }
        }
      }
    },
    "schemas": {
      "Light": {
        "type": "string",
        "enum": [
          "green",
          "amber",
          "red",
          "grey",
          "blue"
        ]
      },
      "Reason": {
        "type": "object",
        "required": [
          "code",
          "severity",
          "sentence",
          "evidence"
        ],
        "properties": {
          "code": {
            "type": "string"
          },
          "severity": {
            "type": "string",
            "enum": [
              "critical",
              "unknown",
              "warning",
              "progress",
              "asleep",
              "info"
            ]
          },
          "sentence": {
            "type": "string"
          },
          "evidence": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "label",
                "value"
              ],
              "properties": {
                "label": {
                  "type": "string"
                },
                "value": {
                  "type": "string"
                }
              }
            }
          },
          "todo": {
            "type": "string"
          },
          "link": {
            "type": "string"
          }
        }
      },
      "Source": {
        "type": "object",
        "description": "How fresh what we know of one Kubernetes cluster is.",
        "required": [
          "kubernetesCluster",
          "state"
        ],
        "properties": {
          "kubernetesCluster": {
            "type": "string"
          },
          "state": {
            "type": "string",
            "enum": [
              "synced",
              "stale",
              "error",
              "starting"
            ]
          },
          "since": {
            "type": "string",
            "description": "RFC 3339"
          },
          "error": {
            "type": "string",
            "enum": [
              "unauthorized",
              "forbidden",
              "crdMissing",
              "unreachable",
              "timeout"
            ]
          },
          "message": {
            "type": "string"
          },
          "kinds": {
            "type": "array",
            "description": "Kinds that cannot be read while others can.",
            "items": {
              "type": "object",
              "required": [
                "kind",
                "error"
              ],
              "properties": {
                "kind": {
                  "type": "string"
                },
                "error": {
                  "type": "string"
                },
                "since": {
                  "type": "string",
                  "description": "RFC 3339"
                }
              }
            }
          },
          "clockSkewSeconds": {
            "type": "integer",
            "description": "How far the clock of this Kubernetes cluster is ahead of ours; 0 below 5 seconds."
          },
          "simulated": {
            "type": "boolean"
          },
          "operator": {
            "$ref": "#/components/schemas/Component"
          },
          "upkeep": {
            "$ref": "#/components/schemas/Upkeep"
          },
          "plugin": {
            "$ref": "#/components/schemas/Component"
          }
        }
      },
      "Upkeep": {
        "type": "object",
        "required": [
          "support"
        ],
        "description": "Whether CNPG still mends this release, and which one is next.",
        "properties": {
          "support": {
            "type": "string",
            "enum": [
              "supported",
              "ended",
              "unknown"
            ]
          },
          "endOfLife": {
            "type": "string"
          },
          "next": {
            "type": "object",
            "required": [
              "version",
              "changes"
            ],
            "properties": {
              "version": {
                "type": "string"
              },
              "changes": {
                "type": "array",
                "items": {
                  "type": "string"
                }
              }
            }
          }
        }
      },
      "Component": {
        "type": "object",
        "required": [
          "state"
        ],
        "properties": {
          "state": {
            "type": "string",
            "enum": [
              "running",
              "down",
              "missing",
              "unknown"
            ]
          },
          "version": {
            "type": "string"
          }
        }
      },
      "Size": {
        "type": "object",
        "required": [
          "cpu",
          "memory",
          "storage"
        ],
        "properties": {
          "title": {
            "type": "string"
          },
          "cpu": {
            "type": "string"
          },
          "memory": {
            "type": "string"
          },
          "storage": {
            "type": "string"
          },
          "walStorage": {
            "type": "string"
          }
        }
      },
      "Environment": {
        "type": "object",
        "required": [
          "name",
          "title",
          "kubernetesCluster",
          "namespace",
          "defaults",
          "sizes",
          "versions",
          "extensions",
          "presets",
          "backupSchedule",
          "hasObjectStore",
          "secrets",
          "hasOverlay",
          "deletion",
          "rpoSeconds",
          "rtoSeconds",
          "policies",
          "repoUrl",
          "branch"
        ],
        "properties": {
          "name": {
            "type": "string"
          },
          "title": {
            "type": "string"
          },
          "kubernetesCluster": {
            "type": "string"
          },
          "namespace": {
            "type": "string"
          },
          "defaults": {
            "type": "object",
            "required": [
              "instances",
              "size",
              "synchronous",
              "pooler",
              "backup"
            ],
            "properties": {
              "instances": {
                "type": "integer"
              },
              "size": {
                "type": "string"
              },
              "version": {
                "type": "string"
              },
              "synchronous": {
                "type": "boolean"
              },
              "pooler": {
                "type": "boolean"
              },
              "backup": {
                "type": "boolean"
              }
            }
          },
          "sizes": {
            "type": "object",
            "additionalProperties": {
              "$ref": "#/components/schemas/Size"
            }
          },
          "versions": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "version"
              ],
              "properties": {
                "version": {
                  "type": "string"
                },
                "endOfLife": {
                  "type": "string",
                  "description": "YYYY-MM-DD"
                }
              }
            }
          },
          "extensions": {
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "presets": {
            "type": "object",
            "additionalProperties": {
              "$ref": "#/components/schemas/Preset"
            }
          },
          "costs": {
            "type": "object",
            "required": [
              "currency",
              "cpuMonth",
              "memoryGiBMonth",
              "storageGiBMonth"
            ],
            "properties": {
              "currency": {
                "type": "string"
              },
              "cpuMonth": {
                "type": "number"
              },
              "memoryGiBMonth": {
                "type": "number"
              },
              "storageGiBMonth": {
                "type": "number"
              },
              "backupGiBMonth": {
                "type": "number"
              }
            }
          },
          "backupSchedule": {
            "type": "string"
          },
          "secrets": {
            "type": "string",
            "enum": [
              "operator",
              "existing",
              "sops",
              "external-secrets"
            ]
          },
          "hasOverlay": {
            "type": "boolean",
            "description": "Whether an application can be given DATABASE_URL by the same pull request."
          },
          "deletion": {
            "type": "object",
            "required": [
              "protected",
              "twoSteps"
            ],
            "properties": {
              "protected": {
                "type": "boolean"
              },
              "twoSteps": {
                "type": "boolean"
              }
            }
          },
          "databases": {
            "type": "integer",
            "description": "How many databases of it the user may see."
          },
          "trouble": {
            "type": "array",
            "description": "Why it can take no database now.",
            "items": {
              "type": "string"
            }
          },
          "hasObjectStore": {
            "type": "boolean"
          },
          "retentionPolicy": {
            "type": "string"
          },
          "rpoSeconds": {
            "type": "integer"
          },
          "rtoSeconds": {
            "type": "integer"
          },
          "policies": {
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "repoUrl": {
            "type": "string"
          },
          "branch": {
            "type": "string"
          }
        }
      },
      "Preset": {
        "type": "object",
        "required": [
          "title",
          "database",
          "databaseOwner",
          "schemas",
          "extensions"
        ],
        "properties": {
          "title": {
            "type": "string"
          },
          "database": {
            "type": "string"
          },
          "databaseOwner": {
            "type": "string"
          },
          "schemas": {
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "extensions": {
            "type": "array",
            "items": {
              "type": "string"
            }
          }
        }
      },
      "EnvironmentList": {
        "type": "object",
        "required": [
          "items",
          "sources"
        ],
        "properties": {
          "items": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Environment"
            }
          },
          "sources": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Source"
            }
          }
        }
      },
      "Health": {
        "type": "object",
        "required": [
          "light",
          "word",
          "reasons"
        ],
        "properties": {
          "light": {
            "$ref": "#/components/schemas/Light"
          },
          "word": {
            "type": "string"
          },
          "reasons": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Reason"
            }
          }
        }
      },
      "BaseBackup": {
        "type": "object",
        "required": [
          "name",
          "stoppedAt",
          "endWalArchived",
          "pruned"
        ],
        "properties": {
          "name": {
            "type": "string"
          },
          "backupId": {
            "type": "string"
          },
          "startedAt": {
            "type": "string"
          },
          "stoppedAt": {
            "type": "string"
          },
          "timeline": {
            "type": "integer"
          },
          "endWal": {
            "type": "string"
          },
          "endWalArchived": {
            "oneOf": [
              {
                "type": "boolean"
              },
              {
                "type": "string",
                "enum": [
                  "unknown"
                ]
              }
            ]
          },
          "pruned": {
            "type": "boolean"
          }
        }
      },
      "Recoverability": {
        "type": "object",
        "required": [
          "light",
          "word",
          "archive",
          "window",
          "baseBackups",
          "reasons"
        ],
        "properties": {
          "light": {
            "$ref": "#/components/schemas/Light"
          },
          "word": {
            "type": "string"
          },
          "archive": {
            "type": "object",
            "required": [
              "way",
              "serverName"
            ],
            "properties": {
              "way": {
                "type": "string",
                "enum": [
                  "plugin",
                  "barmanObjectStore",
                  "volumeSnapshot",
                  "none"
                ]
              },
              "serverName": {
                "type": "string"
              },
              "objectStoreName": {
                "type": "string"
              }
            }
          },
          "window": {
            "type": "object",
            "required": [
              "endIsKnown"
            ],
            "properties": {
              "start": {
                "type": "string"
              },
              "end": {
                "type": "string"
              },
              "endIsKnown": {
                "type": "boolean"
              }
            }
          },
          "baseBackups": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/BaseBackup"
            }
          },
          "lastSuccess": {
            "type": "string"
          },
          "lastFailure": {
            "type": "string"
          },
          "nextBackup": {
            "type": "string"
          },
          "rpoSeconds": {
            "type": "number"
          },
          "archivingSince": {
            "type": "object",
            "required": [
              "state"
            ],
            "properties": {
              "state": {
                "type": "string",
                "enum": [
                  "working",
                  "failing"
                ]
              },
              "since": {
                "type": "string"
              }
            }
          },
          "reasons": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Reason"
            }
          }
        }
      },
      "ClusterSummary": {
        "type": "object",
        "required": [
          "ref",
          "environment",
          "environmentTitle",
          "name",
          "namespace",
          "kubernetesCluster",
          "health",
          "recoverability",
          "revision"
        ],
        "properties": {
          "ref": {
            "type": "string",
            "description": "environment/name"
          },
          "environment": {
            "type": "string"
          },
          "environmentTitle": {
            "type": "string"
          },
          "name": {
            "type": "string"
          },
          "namespace": {
            "type": "string"
          },
          "kubernetesCluster": {
            "type": "string"
          },
          "postgresVersion": {
            "type": "string"
          },
          "instances": {
            "type": "integer"
          },
          "readyInstances": {
            "type": "integer"
          },
          "health": {
            "$ref": "#/components/schemas/Health"
          },
          "recoverability": {
            "$ref": "#/components/schemas/Recoverability"
          },
          "revision": {
            "type": "integer"
          }
        }
      },
      "ClusterList": {
        "type": "object",
        "required": [
          "items",
          "total",
          "sources"
        ],
        "properties": {
          "items": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/ClusterSummary"
            }
          },
          "total": {
            "type": "integer"
          },
          "sources": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Source"
            }
          }
        }
      },
      "Instance": {
        "type": "object",
        "required": [
          "name",
          "role",
          "ready",
          "fenced"
        ],
        "properties": {
          "name": {
            "type": "string"
          },
          "role": {
            "type": "string",
            "enum": [
              "primary",
              "replica",
              "unknown"
            ]
          },
          "ready": {
            "type": "string",
            "enum": [
              "yes",
              "no",
              "unknown"
            ]
          },
          "fenced": {
            "type": "boolean"
          },
          "trouble": {
            "type": "string"
          },
          "node": {
            "type": "string"
          },
          "restarts": {
            "type": "integer"
          },
          "timeline": {
            "type": "integer"
          },
          "streaming": {
            "type": "string",
            "enum": [
              "yes",
              "no",
              "unknown"
            ]
          },
          "syncState": {
            "type": "string"
          },
          "lagSeconds": {
            "type": "number"
          },
          "lagBytes": {
            "type": "integer"
          },
          "storage": {
            "type": "string"
          }
        }
      },
      "BackupView": {
        "type": "object",
        "required": [
          "name",
          "phase",
          "immediate"
        ],
        "properties": {
          "name": {
            "type": "string"
          },
          "phase": {
            "type": "string"
          },
          "startedAt": {
            "type": "string"
          },
          "stoppedAt": {
            "type": "string"
          },
          "error": {
            "type": "string"
          },
          "scheduledBy": {
            "type": "string"
          },
          "immediate": {
            "type": "boolean"
          },
          "createdAt": {
            "type": "string"
          }
        }
      },
      "ScheduleView": {
        "type": "object",
        "required": [
          "name",
          "schedule",
          "words",
          "suspended",
          "valid",
          "next"
        ],
        "properties": {
          "name": {
            "type": "string"
          },
          "schedule": {
            "type": "string"
          },
          "words": {
            "type": "string"
          },
          "suspended": {
            "type": "boolean"
          },
          "valid": {
            "type": "boolean"
          },
          "next": {
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "lastRun": {
            "type": "string"
          }
        }
      },
      "PoolerView": {
        "type": "object",
        "required": [
          "name",
          "type"
        ],
        "properties": {
          "name": {
            "type": "string"
          },
          "type": {
            "type": "string"
          },
          "poolMode": {
            "type": "string"
          },
          "phase": {
            "type": "string"
          },
          "instances": {
            "type": "integer"
          },
          "readyPods": {
            "type": "integer"
          }
        }
      },
      "Connection": {
        "type": "object",
        "description": "How to connect. Holds no secret, only the name of the Secret.",
        "required": [
          "label",
          "host",
          "port"
        ],
        "properties": {
          "label": {
            "type": "string"
          },
          "host": {
            "type": "string"
          },
          "port": {
            "type": "integer"
          },
          "database": {
            "type": "string"
          },
          "user": {
            "type": "string"
          },
          "secretName": {
            "type": "string"
          },
          "use": {
            "type": "string"
          }
        }
      },
      "EventView": {
        "type": "object",
        "required": [
          "type",
          "reason",
          "message",
          "about"
        ],
        "properties": {
          "type": {
            "type": "string"
          },
          "reason": {
            "type": "string"
          },
          "message": {
            "type": "string"
          },
          "about": {
            "type": "string"
          },
          "at": {
            "type": "string"
          },
          "count": {
            "type": "integer"
          }
        }
      },
      "ClusterDetail": {
        "allOf": [
          {
            "$ref": "#/components/schemas/ClusterSummary"
          },
          {
            "type": "object",
            "required": [
              "instancesList",
              "backups",
              "schedules",
              "poolers",
              "connections",
              "events",
              "unreadable",
              "source",
              "rpoPromiseSeconds",
              "rtoPromiseSeconds",
              "asked",
              "deletion",
              "hibernation",
              "now"
            ],
            "properties": {
              "phase": {
                "type": "string"
              },
              "primarySince": {
                "type": "string"
              },
              "createdAt": {
                "type": "string"
              },
              "restoredFrom": {
                "type": "string"
              },
              "objectStore": {
                "type": "object",
                "required": [
                  "name"
                ],
                "properties": {
                  "name": {
                    "type": "string"
                  },
                  "destinationPath": {
                    "type": "string"
                  },
                  "retentionPolicy": {
                    "type": "string"
                  }
                }
              },
              "instancesList": {
                "type": "array",
                "items": {
                  "$ref": "#/components/schemas/Instance"
                }
              },
              "backups": {
                "type": "array",
                "items": {
                  "$ref": "#/components/schemas/BackupView"
                }
              },
              "schedules": {
                "type": "array",
                "items": {
                  "$ref": "#/components/schemas/ScheduleView"
                }
              },
              "poolers": {
                "type": "array",
                "items": {
                  "$ref": "#/components/schemas/PoolerView"
                }
              },
              "connections": {
                "type": "array",
                "items": {
                  "$ref": "#/components/schemas/Connection"
                }
              },
              "events": {
                "type": "array",
                "items": {
                  "$ref": "#/components/schemas/EventView"
                }
              },
              "unreadable": {
                "type": "array",
                "description": "Fields that were not of the shape that the CRD promises.",
                "items": {
                  "type": "string"
                }
              },
              "source": {
                "$ref": "#/components/schemas/Source"
              },
              "rpoPromiseSeconds": {
                "type": "integer"
              },
              "rtoPromiseSeconds": {
                "type": "integer"
              },
              "lastRestoreTest": {
                "type": "object",
                "description": "The newest restore of it that came up and is still there.",
                "required": [
                  "name",
                  "finishedAt",
                  "seconds"
                ],
                "properties": {
                  "name": {
                    "type": "string"
                  },
                  "finishedAt": {
                    "type": "string"
                  },
                  "seconds": {
                    "type": "number"
                  }
                }
              },
              "asked": {
                "type": "object",
                "additionalProperties": true,
                "description": "The values of the form for a change that hold now."
              },
              "deletion": {
                "type": "object",
                "required": [
                  "protected",
                  "twoSteps"
                ],
                "properties": {
                  "protected": {
                    "type": "boolean"
                  },
                  "twoSteps": {
                    "type": "boolean"
                  }
                }
              },
              "hibernation": {
                "type": "string",
                "enum": [
                  "awake",
                  "falling",
                  "asleep",
                  "waking"
                ]
              },
              "now": {
                "type": "string",
                "description": "RFC 3339, the clock that ages were counted with"
              }
            }
          }
        ]
      },
      "RestoreTarget": {
        "type": "object",
        "required": [
          "type"
        ],
        "properties": {
          "type": {
            "type": "string",
            "enum": [
              "latest",
              "backup",
              "time"
            ]
          },
          "backupName": {
            "type": "string"
          },
          "time": {
            "type": "string",
            "description": "RFC 3339 with a zone"
          }
        }
      },
      "Preflight": {
        "type": "object",
        "required": [
          "verdict",
          "reasons"
        ],
        "properties": {
          "verdict": {
            "type": "string",
            "enum": [
              "proven",
              "unproven",
              "unreachable"
            ]
          },
          "baseBackup": {
            "type": "object",
            "required": [
              "name",
              "stoppedAt"
            ],
            "properties": {
              "name": {
                "type": "string"
              },
              "stoppedAt": {
                "type": "string"
              },
              "timeline": {
                "type": "integer"
              }
            }
          },
          "walRange": {
            "type": "object",
            "properties": {
              "from": {
                "type": "string"
              },
              "to": {
                "type": "string"
              }
            }
          },
          "lossSeconds": {
            "type": "number"
          },
          "reasons": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Reason"
            }
          }
        }
      },
      "Finding": {
        "type": "object",
        "required": [
          "code",
          "severity",
          "path",
          "message"
        ],
        "properties": {
          "code": {
            "type": "string"
          },
          "severity": {
            "type": "string",
            "enum": [
              "error",
              "warning"
            ]
          },
          "path": {
            "type": "string"
          },
          "message": {
            "type": "string"
          }
        }
      },
      "ManifestFile": {
        "type": "object",
        "required": [
          "path",
          "content",
          "action"
        ],
        "properties": {
          "path": {
            "type": "string",
            "description": "From the root of the repository"
          },
          "content": {
            "type": "string",
            "description": "As it will be; empty where it is deleted"
          },
          "before": {
            "type": "string",
            "description": "As the branch has it; absent where it is new or stays the same"
          },
          "action": {
            "type": "string",
            "enum": [
              "create",
              "update",
              "delete",
              "same"
            ]
          }
        }
      },
      "SecretRequest": {
        "type": "object",
        "description": "A Secret that is made and encrypted when the pull request is written. Holds no value.",
        "required": [
          "path",
          "name",
          "namespace",
          "username",
          "recipients"
        ],
        "properties": {
          "path": {
            "type": "string"
          },
          "name": {
            "type": "string"
          },
          "namespace": {
            "type": "string"
          },
          "username": {
            "type": "string"
          },
          "keys": {
            "type": "array",
            "description": "Names of the two values, where it is no basic-auth Secret.",
            "items": {
              "type": "string"
            },
            "minItems": 2,
            "maxItems": 2
          },
          "recipients": {
            "type": "array",
            "items": {
              "type": "string"
            }
          }
        }
      },
      "Effect": {
        "type": "object",
        "description": "One changed field, and what CNPG does with it.",
        "required": [
          "field",
          "before",
          "after",
          "kind",
          "sentence",
          "link"
        ],
        "properties": {
          "field": {
            "type": "string"
          },
          "before": {
            "type": "string"
          },
          "after": {
            "type": "string"
          },
          "kind": {
            "type": "string",
            "enum": [
              "none",
              "reload",
              "rollingRestart",
              "inPlace",
              "majorUpgrade",
              "impossible"
            ]
          },
          "sentence": {
            "type": "string"
          },
          "link": {
            "type": "string"
          }
        }
      },
      "Cost": {
        "type": "object",
        "required": [
          "currency",
          "compute",
          "storage",
          "total"
        ],
        "properties": {
          "currency": {
            "type": "string"
          },
          "compute": {
            "type": "number"
          },
          "storage": {
            "type": "number"
          },
          "backup": {
            "type": "number",
            "description": "At most; absent where it is not known"
          },
          "total": {
            "type": "number"
          }
        }
      },
      "PullRequest": {
        "type": "object",
        "required": [
          "title",
          "branch",
          "body",
          "provider",
          "reviewers",
          "teamReviewers"
        ],
        "properties": {
          "title": {
            "type": "string"
          },
          "branch": {
            "type": "string",
            "description": "Follows from the request: asking twice is one pull request"
          },
          "body": {
            "type": "string"
          },
          "provider": {
            "type": "string",
            "enum": [
              "github",
              "gitlab",
              "bitbucketCloud",
              "bitbucketServer"
            ]
          },
          "reviewers": {
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "teamReviewers": {
            "type": "array",
            "items": {
              "type": "string"
            }
          }
        }
      },
      "ManifestPreview": {
        "type": "object",
        "required": [
          "files",
          "secrets",
          "findings"
        ],
        "properties": {
          "files": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/ManifestFile"
            }
          },
          "secrets": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/SecretRequest"
            }
          },
          "findings": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Finding"
            }
          },
          "effects": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Effect"
            }
          },
          "cost": {
            "$ref": "#/components/schemas/Cost"
          },
          "preflight": {
            "$ref": "#/components/schemas/Preflight"
          },
          "environment": {
            "$ref": "#/components/schemas/Environment"
          },
          "entityRef": {
            "type": "string",
            "description": "The catalog entity that the pull request brings"
          },
          "pullRequest": {
            "$ref": "#/components/schemas/PullRequest"
          }
        }
      },
      "MigrationStep": {
        "type": "string",
        "enum": [
          "assess",
          "rehearse",
          "discard",
          "prepare",
          "stop",
          "copy",
          "validate",
          "switch",
          "roll-back",
          "retire",
          "tidy"
        ]
      },
      "MigrationSummary": {
        "type": "object",
        "required": [
          "ref",
          "environment",
          "environmentTitle",
          "name"
        ],
        "properties": {
          "ref": {
            "type": "string",
            "description": "environment/name"
          },
          "environment": {
            "type": "string"
          },
          "environmentTitle": {
            "type": "string"
          },
          "name": {
            "type": "string",
            "description": "The CNPG cluster that takes the old database's place"
          }
        }
      },
      "MigrationDeployment": {
        "type": "object",
        "description": "A Deployment as it runs; without `wanted` it is not there, with `unknown` it cannot be read.",
        "required": [
          "name"
        ],
        "properties": {
          "name": {
            "type": "string"
          },
          "unknown": {
            "type": "boolean"
          },
          "wanted": {
            "type": "integer"
          },
          "available": {
            "type": "integer"
          },
          "image": {
            "type": "string"
          }
        }
      },
      "MigrationStage": {
        "type": "object",
        "required": [
          "step",
          "state",
          "sentence",
          "allowed"
        ],
        "properties": {
          "step": {
            "$ref": "#/components/schemas/MigrationStep"
          },
          "state": {
            "type": "string",
            "enum": [
              "done",
              "running",
              "failed",
              "ready",
              "waiting"
            ]
          },
          "sentence": {
            "type": "string"
          },
          "allowed": {
            "type": "boolean",
            "description": "Whether the step may be asked for now, also again"
          },
          "report": {
            "$ref": "#/components/schemas/MigrationReport"
          },
          "requested": {
            "type": "string",
            "description": "The branch of a pull request that is not merged yet"
          }
        }
      },
      "MigrationReport": {
        "type": "object",
        "description": "What a Job told when it ended. Sizes are bytes, times seconds.",
        "required": [
          "step",
          "run",
          "exitCode",
          "finishedAt",
          "report"
        ],
        "properties": {
          "step": {
            "$ref": "#/components/schemas/MigrationStep"
          },
          "run": {
            "type": "integer"
          },
          "exitCode": {
            "type": "integer"
          },
          "finishedAt": {
            "type": "string",
            "format": "date-time"
          },
          "report": {
            "type": "object",
            "required": [
              "tasks",
              "seconds"
            ],
            "properties": {
              "seconds": {
                "type": "number"
              },
              "problem": {
                "type": "string"
              },
              "tasks": {
                "type": "object",
                "properties": {
                  "assess": {
                    "$ref": "#/components/schemas/MigrationAssessment"
                  },
                  "validate": {
                    "$ref": "#/components/schemas/MigrationValidation"
                  },
                  "fence": {
                    "type": "object",
                    "required": [
                      "readOnly",
                      "sessions"
                    ],
                    "properties": {
                      "readOnly": {
                        "type": "boolean"
                      },
                      "sessions": {
                        "type": "number"
                      }
                    }
                  },
                  "catch-up": {
                    "type": "object",
                    "required": [
                      "lsn",
                      "waited"
                    ],
                    "properties": {
                      "lsn": {
                        "type": "string"
                      },
                      "waited": {
                        "type": "number"
                      }
                    }
                  },
                  "way-back": {
                    "type": "object",
                    "required": [
                      "open"
                    ],
                    "properties": {
                      "open": {
                        "type": "boolean"
                      }
                    }
                  },
                  "roll-back": {
                    "type": "object",
                    "required": [
                      "returned"
                    ],
                    "properties": {
                      "returned": {
                        "type": "boolean"
                      }
                    }
                  },
                  "let-go": {
                    "type": "object",
                    "required": [
                      "released"
                    ],
                    "properties": {
                      "released": {
                        "type": "boolean"
                      }
                    }
                  }
                }
              }
            }
          }
        }
      },
      "MigrationAssessment": {
        "type": "object",
        "required": [
          "version",
          "bytes",
          "schemas",
          "tables",
          "sequences",
          "extensions",
          "owners",
          "grantees",
          "largeObjects",
          "unlogged",
          "withoutKey",
          "withoutKeyNames",
          "biggest",
          "clients",
          "maxConnections",
          "walLevel",
          "encoding",
          "collation"
        ],
        "properties": {
          "version": {
            "type": "string"
          },
          "bytes": {
            "type": "number"
          },
          "schemas": {
            "type": "array",
            "nullable": true,
            "items": {
              "type": "string"
            }
          },
          "tables": {
            "type": "number"
          },
          "sequences": {
            "type": "number"
          },
          "extensions": {
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "owners": {
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "grantees": {
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "largeObjects": {
            "type": "number"
          },
          "unlogged": {
            "type": "number"
          },
          "withoutKey": {
            "type": "number"
          },
          "withoutKeyNames": {
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "biggest": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "name",
                "bytes"
              ],
              "properties": {
                "name": {
                  "type": "string"
                },
                "bytes": {
                  "type": "number"
                }
              }
            }
          },
          "clients": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "name",
                "sessions"
              ],
              "properties": {
                "name": {
                  "type": "string"
                },
                "sessions": {
                  "type": "number"
                }
              }
            }
          },
          "maxConnections": {
            "type": "number"
          },
          "walLevel": {
            "type": "string"
          },
          "encoding": {
            "type": "string"
          },
          "collation": {
            "type": "string"
          }
        }
      },
      "MigrationValidation": {
        "type": "object",
        "required": [
          "verdict",
          "tables",
          "rows",
          "objects",
          "found",
          "differences",
          "writable",
          "bytes",
          "took"
        ],
        "properties": {
          "verdict": {
            "type": "string",
            "enum": [
              "passed",
              "drift",
              "failed"
            ]
          },
          "tables": {
            "type": "number"
          },
          "rows": {
            "type": "number"
          },
          "objects": {
            "type": "number"
          },
          "found": {
            "type": "number"
          },
          "differences": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "kind",
                "object"
              ],
              "properties": {
                "kind": {
                  "type": "string"
                },
                "object": {
                  "type": "string"
                },
                "old": {
                  "type": "string",
                  "nullable": true
                },
                "new": {
                  "type": "string",
                  "nullable": true
                }
              }
            }
          },
          "writable": {
            "type": "boolean"
          },
          "bytes": {
            "type": "number"
          },
          "took": {
            "type": "number"
          }
        }
      },
      "Migration": {
        "type": "object",
        "required": [
          "ref",
          "environment",
          "environmentTitle",
          "name",
          "entityRef",
          "source",
          "origin",
          "writers",
          "method",
          "run",
          "stages",
          "downtime",
          "serving",
          "healthyForSeconds",
          "now"
        ],
        "properties": {
          "ref": {
            "type": "string"
          },
          "environment": {
            "type": "string"
          },
          "environmentTitle": {
            "type": "string"
          },
          "name": {
            "type": "string"
          },
          "entityRef": {
            "type": "string",
            "description": "Catalog entity of the new database"
          },
          "source": {
            "type": "object",
            "required": [
              "deployment",
              "database",
              "user"
            ],
            "properties": {
              "deployment": {
                "type": "string"
              },
              "database": {
                "type": "string"
              },
              "user": {
                "type": "string"
              }
            }
          },
          "origin": {
            "$ref": "#/components/schemas/MigrationDeployment"
          },
          "writers": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/MigrationDeployment"
            }
          },
          "method": {
            "type": "string",
            "enum": [
              "import",
              "logical"
            ]
          },
          "run": {
            "type": "integer",
            "description": "How many steps were merged"
          },
          "stages": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/MigrationStage"
            }
          },
          "next": {
            "$ref": "#/components/schemas/MigrationStep"
          },
          "downtime": {
            "type": "object",
            "required": [
              "source",
              "sentence"
            ],
            "properties": {
              "seconds": {
                "type": "number"
              },
              "source": {
                "type": "string",
                "enum": [
                  "rehearsal",
                  "estimate",
                  "unknown"
                ]
              },
              "sentence": {
                "type": "string"
              }
            }
          },
          "serving": {
            "type": "string",
            "enum": [
              "old",
              "new",
              "nobody"
            ]
          },
          "healthySince": {
            "type": "string",
            "format": "date-time"
          },
          "healthyForSeconds": {
            "type": "number",
            "description": "What is asked for before the old database may go"
          },
          "history": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/MigrationReport"
            }
          },
          "now": {
            "type": "string",
            "format": "date-time"
          }
        }
      },
      "Promise": {
        "type": "object",
        "required": [
          "name",
          "unit",
          "promised",
          "verdict",
          "window",
          "source",
          "sentence"
        ],
        "properties": {
          "name": {
            "type": "string",
            "enum": [
              "rto",
              "rpo",
              "availability",
              "queryTime",
              "backupSuccess",
              "coverage",
              "detection"
            ]
          },
          "unit": {
            "type": "string",
            "enum": [
              "seconds",
              "share"
            ]
          },
          "promised": {
            "type": "number"
          },
          "measured": {
            "type": "number",
            "description": "Absent where nothing measures it"
          },
          "verdict": {
            "type": "string",
            "enum": [
              "kept",
              "broken",
              "unknown"
            ]
          },
          "window": {
            "type": "string"
          },
          "source": {
            "type": "string"
          },
          "sentence": {
            "type": "string"
          }
        }
      },
      "PromiseFleet": {
        "type": "object",
        "required": [
          "items"
        ],
        "properties": {
          "items": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "ref",
                "name",
                "environmentTitle",
                "promises"
              ],
              "properties": {
                "ref": {
                  "type": "string"
                },
                "name": {
                  "type": "string"
                },
                "environmentTitle": {
                  "type": "string"
                },
                "promises": {
                  "type": "array",
                  "items": {
                    "$ref": "#/components/schemas/Promise"
                  }
                }
              }
            }
          }
        }
      }
    }
  }
};
