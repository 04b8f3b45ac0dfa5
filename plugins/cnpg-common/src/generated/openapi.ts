// Generated from plugins/cnpg-backend/src/schema/openapi.yaml by `npm run generate`. Do not edit.
export interface paths {
    "/environments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The visible part of each environment of `cnpg.environments`. */
        get: operations["getEnvironments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clusters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The clusters that the user may see, ordered by environment and name. */
        get: operations["getClusters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clusters/{environment}/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                name: string;
            };
            cookie?: never;
        };
        get: operations["getCluster"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clusters/{environment}/{name}/preflight": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                name: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Says whether an instant can be recovered to, and from what. Changes nothing. */
        post: operations["preflightRestore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clusters/{environment}/{name}/backups": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                name: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Takes a backup now. Refused with 409 while another one runs. */
        post: operations["createBackup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clusters/{environment}/{name}/promises": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                name: string;
            };
            cookie?: never;
        };
        /** @description What was promised for a cluster, beside what was measured, over which time and by what. */
        get: operations["getPromises"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/promises": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The promises of all clusters that the user may see. */
        get: operations["getFleetPromises"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/manifests/database": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description The exact files of a new database with every finding. Changes nothing. The form's review and the template's check call it alike. */
        post: operations["previewDatabase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/manifests/change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description The edits that change a database, what CNPG does with each field, and every finding. Changes nothing. */
        post: operations["previewChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/manifests/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description The exact files of a restore, the preflight's verdict and every finding. Changes nothing. */
        post: operations["previewRestore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/manifests/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description The files that go when a database is removed, what is left of it, and every finding. Changes nothing. */
        post: operations["previewRemoval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/manifests/foundation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description The files of one part of the platform - operator, storage, backup, monitoring, guardrails - with every finding. Changes nothing. */
        post: operations["previewFoundation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/manifests/replica": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description One step of a replica cluster in another environment, with every finding. Changes nothing. */
        post: operations["previewReplica"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/manifests/migration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description One step of the move of an old database to CloudNativePG, with every finding. Changes nothing. */
        post: operations["previewMigration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/migrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The migrations of the configuration, with how far each is. */
        get: operations["getMigrations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/migrations/{environment}/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                name: string;
            };
            cookie?: never;
        };
        /** @description One migration - what was done and found, what may be done now, and what not and why. */
        get: operations["getMigration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/environments/{environment}/names/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Whether a name for a new database is free in the cluster, in Git and in open pull requests. */
        get: operations["checkName"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A stream of server-sent events, one for each change of a cluster that the user may see. */
        get: operations["streamChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @enum {string} */
        Light: "green" | "amber" | "red" | "grey" | "blue";
        Reason: {
            code: string;
            /** @enum {string} */
            severity: "critical" | "unknown" | "warning" | "progress" | "asleep" | "info";
            sentence: string;
            evidence: {
                label: string;
                value: string;
            }[];
            todo?: string;
            link?: string;
        };
        /** @description How fresh what we know of one Kubernetes cluster is. */
        Source: {
            kubernetesCluster: string;
            /** @enum {string} */
            state: "synced" | "stale" | "error" | "starting";
            /** @description RFC 3339 */
            since?: string;
            /** @enum {string} */
            error?: "unauthorized" | "forbidden" | "crdMissing" | "unreachable" | "timeout";
            message?: string;
            /** @description Kinds that cannot be read while others can. */
            kinds?: {
                kind: string;
                error: string;
                /** @description RFC 3339 */
                since?: string;
            }[];
            /** @description How far the clock of this Kubernetes cluster is ahead of ours; 0 below 5 seconds. */
            clockSkewSeconds?: number;
            simulated?: boolean;
            operator?: components["schemas"]["Component"];
            upkeep?: components["schemas"]["Upkeep"];
            plugin?: components["schemas"]["Component"];
        };
        /** @description Whether CNPG still mends this release, and which one is next. */
        Upkeep: {
            /** @enum {string} */
            support: "supported" | "ended" | "unknown";
            endOfLife?: string;
            next?: {
                version: string;
                changes: string[];
            };
        };
        Component: {
            /** @enum {string} */
            state: "running" | "down" | "missing" | "unknown";
            version?: string;
        };
        Size: {
            title?: string;
            cpu: string;
            memory: string;
            storage: string;
            walStorage?: string;
        };
        Environment: {
            name: string;
            title: string;
            kubernetesCluster: string;
            namespace: string;
            defaults: {
                instances: number;
                size: string;
                version?: string;
                synchronous: boolean;
                pooler: boolean;
                backup: boolean;
            };
            sizes: {
                [key: string]: components["schemas"]["Size"];
            };
            versions: {
                version: string;
                /** @description YYYY-MM-DD */
                endOfLife?: string;
            }[];
            extensions: string[];
            presets: {
                [key: string]: components["schemas"]["Preset"];
            };
            costs?: {
                currency: string;
                cpuMonth: number;
                memoryGiBMonth: number;
                storageGiBMonth: number;
                backupGiBMonth?: number;
            };
            backupSchedule: string;
            /** @enum {string} */
            secrets: "operator" | "existing" | "sops" | "external-secrets";
            /** @description Whether an application can be given DATABASE_URL by the same pull request. */
            hasOverlay: boolean;
            deletion: {
                protected: boolean;
                twoSteps: boolean;
            };
            /** @description How many databases of it the user may see. */
            databases?: number;
            /** @description Why it can take no database now. */
            trouble?: string[];
            hasObjectStore: boolean;
            retentionPolicy?: string;
            rpoSeconds: number;
            rtoSeconds: number;
            policies: string[];
            repoUrl: string;
            branch: string;
        };
        Preset: {
            title: string;
            database: string;
            databaseOwner: string;
            schemas: string[];
            extensions: string[];
        };
        EnvironmentList: {
            items: components["schemas"]["Environment"][];
            sources: components["schemas"]["Source"][];
        };
        Health: {
            light: components["schemas"]["Light"];
            word: string;
            reasons: components["schemas"]["Reason"][];
        };
        BaseBackup: {
            name: string;
            backupId?: string;
            startedAt?: string;
            stoppedAt: string;
            timeline?: number;
            endWal?: string;
            endWalArchived: boolean | "unknown";
            pruned: boolean;
        };
        Recoverability: {
            light: components["schemas"]["Light"];
            word: string;
            archive: {
                /** @enum {string} */
                way: "plugin" | "barmanObjectStore" | "volumeSnapshot" | "none";
                serverName: string;
                objectStoreName?: string;
            };
            window: {
                start?: string;
                end?: string;
                endIsKnown: boolean;
            };
            baseBackups: components["schemas"]["BaseBackup"][];
            lastSuccess?: string;
            lastFailure?: string;
            nextBackup?: string;
            rpoSeconds?: number;
            archivingSince?: {
                /** @enum {string} */
                state: "working" | "failing";
                since?: string;
            };
            reasons: components["schemas"]["Reason"][];
        };
        ClusterSummary: {
            /** @description environment/name */
            ref: string;
            environment: string;
            environmentTitle: string;
            name: string;
            namespace: string;
            kubernetesCluster: string;
            postgresVersion?: string;
            instances?: number;
            readyInstances?: number;
            health: components["schemas"]["Health"];
            recoverability: components["schemas"]["Recoverability"];
            revision: number;
        };
        ClusterList: {
            items: components["schemas"]["ClusterSummary"][];
            total: number;
            sources: components["schemas"]["Source"][];
        };
        Instance: {
            name: string;
            /** @enum {string} */
            role: "primary" | "replica" | "unknown";
            /** @enum {string} */
            ready: "yes" | "no" | "unknown";
            fenced: boolean;
            trouble?: string;
            node?: string;
            restarts?: number;
            timeline?: number;
            /** @enum {string} */
            streaming?: "yes" | "no" | "unknown";
            syncState?: string;
            lagSeconds?: number;
            lagBytes?: number;
            storage?: string;
        };
        BackupView: {
            name: string;
            phase: string;
            startedAt?: string;
            stoppedAt?: string;
            error?: string;
            scheduledBy?: string;
            immediate: boolean;
            createdAt?: string;
        };
        ScheduleView: {
            name: string;
            schedule: string;
            words: string;
            suspended: boolean;
            valid: boolean;
            next: string[];
            lastRun?: string;
        };
        PoolerView: {
            name: string;
            type: string;
            poolMode?: string;
            phase?: string;
            instances?: number;
            readyPods?: number;
        };
        /** @description How to connect. Holds no secret, only the name of the Secret. */
        Connection: {
            label: string;
            host: string;
            port: number;
            database?: string;
            user?: string;
            secretName?: string;
            use?: string;
        };
        EventView: {
            type: string;
            reason: string;
            message: string;
            about: string;
            at?: string;
            count?: number;
        };
        ClusterDetail: components["schemas"]["ClusterSummary"] & {
            phase?: string;
            primarySince?: string;
            createdAt?: string;
            restoredFrom?: string;
            objectStore?: {
                name: string;
                destinationPath?: string;
                retentionPolicy?: string;
            };
            instancesList: components["schemas"]["Instance"][];
            backups: components["schemas"]["BackupView"][];
            schedules: components["schemas"]["ScheduleView"][];
            poolers: components["schemas"]["PoolerView"][];
            connections: components["schemas"]["Connection"][];
            events: components["schemas"]["EventView"][];
            /** @description Fields that were not of the shape that the CRD promises. */
            unreadable: string[];
            source: components["schemas"]["Source"];
            rpoPromiseSeconds: number;
            rtoPromiseSeconds: number;
            /** @description The newest restore of it that came up and is still there. */
            lastRestoreTest?: {
                name: string;
                finishedAt: string;
                seconds: number;
            };
            /** @description The values of the form for a change that hold now. */
            asked: {
                [key: string]: unknown;
            };
            deletion: {
                protected: boolean;
                twoSteps: boolean;
            };
            /** @enum {string} */
            hibernation: "awake" | "falling" | "asleep" | "waking";
            /** @description RFC 3339, the clock that ages were counted with */
            now: string;
        };
        RestoreTarget: {
            /** @enum {string} */
            type: "latest" | "backup" | "time";
            backupName?: string;
            /** @description RFC 3339 with a zone */
            time?: string;
        };
        Preflight: {
            /** @enum {string} */
            verdict: "proven" | "unproven" | "unreachable";
            baseBackup?: {
                name: string;
                stoppedAt: string;
                timeline?: number;
            };
            walRange?: {
                from?: string;
                to?: string;
            };
            lossSeconds?: number;
            reasons: components["schemas"]["Reason"][];
        };
        Finding: {
            code: string;
            /** @enum {string} */
            severity: "error" | "warning";
            path: string;
            message: string;
        };
        ManifestFile: {
            /** @description From the root of the repository */
            path: string;
            /** @description As it will be; empty where it is deleted */
            content: string;
            /** @description As the branch has it; absent where it is new or stays the same */
            before?: string;
            /** @enum {string} */
            action: "create" | "update" | "delete" | "same";
        };
        /** @description A Secret that is made and encrypted when the pull request is written. Holds no value. */
        SecretRequest: {
            path: string;
            name: string;
            namespace: string;
            username: string;
            /** @description Names of the two values, where it is no basic-auth Secret. */
            keys?: string[];
            recipients: string[];
        };
        /** @description One changed field, and what CNPG does with it. */
        Effect: {
            field: string;
            before: string;
            after: string;
            /** @enum {string} */
            kind: "none" | "reload" | "rollingRestart" | "inPlace" | "majorUpgrade" | "impossible";
            sentence: string;
            link: string;
        };
        Cost: {
            currency: string;
            compute: number;
            storage: number;
            /** @description At most; absent where it is not known */
            backup?: number;
            total: number;
        };
        PullRequest: {
            title: string;
            /** @description Follows from the request: asking twice is one pull request */
            branch: string;
            body: string;
            /** @enum {string} */
            provider: "github" | "gitlab" | "bitbucketCloud" | "bitbucketServer";
            reviewers: string[];
            teamReviewers: string[];
        };
        ManifestPreview: {
            files: components["schemas"]["ManifestFile"][];
            secrets: components["schemas"]["SecretRequest"][];
            findings: components["schemas"]["Finding"][];
            effects?: components["schemas"]["Effect"][];
            cost?: components["schemas"]["Cost"];
            preflight?: components["schemas"]["Preflight"];
            environment?: components["schemas"]["Environment"];
            /** @description The catalog entity that the pull request brings */
            entityRef?: string;
            pullRequest?: components["schemas"]["PullRequest"];
        };
        /** @enum {string} */
        MigrationStep: "assess" | "rehearse" | "discard" | "prepare" | "stop" | "copy" | "validate" | "switch" | "roll-back" | "retire" | "tidy";
        MigrationSummary: {
            /** @description environment/name */
            ref: string;
            environment: string;
            environmentTitle: string;
            /** @description The CNPG cluster that takes the old database's place */
            name: string;
        };
        /** @description A Deployment as it runs; without `wanted` it is not there, with `unknown` it cannot be read. */
        MigrationDeployment: {
            name: string;
            unknown?: boolean;
            wanted?: number;
            available?: number;
            image?: string;
        };
        MigrationStage: {
            step: components["schemas"]["MigrationStep"];
            /** @enum {string} */
            state: "done" | "running" | "failed" | "ready" | "waiting";
            sentence: string;
            /** @description Whether the step may be asked for now, also again */
            allowed: boolean;
            report?: components["schemas"]["MigrationReport"];
            /** @description The branch of a pull request that is not merged yet */
            requested?: string;
        };
        /** @description What a Job told when it ended. Sizes are bytes, times seconds. */
        MigrationReport: {
            step: components["schemas"]["MigrationStep"];
            run: number;
            exitCode: number;
            /** Format: date-time */
            finishedAt: string;
            report: {
                seconds: number;
                problem?: string;
                tasks: {
                    assess?: components["schemas"]["MigrationAssessment"];
                    validate?: components["schemas"]["MigrationValidation"];
                    fence?: {
                        readOnly: boolean;
                        sessions: number;
                    };
                    "catch-up"?: {
                        lsn: string;
                        waited: number;
                    };
                    "way-back"?: {
                        open: boolean;
                    };
                    "roll-back"?: {
                        returned: boolean;
                    };
                    "let-go"?: {
                        released: boolean;
                    };
                };
            };
        };
        MigrationAssessment: {
            version: string;
            bytes: number;
            schemas: string[] | null;
            tables: number;
            sequences: number;
            extensions: string[];
            owners: string[];
            grantees: string[];
            largeObjects: number;
            unlogged: number;
            withoutKey: number;
            withoutKeyNames: string[];
            biggest: {
                name: string;
                bytes: number;
            }[];
            clients: {
                name: string;
                sessions: number;
            }[];
            maxConnections: number;
            walLevel: string;
            encoding: string;
            collation: string;
        };
        MigrationValidation: {
            /** @enum {string} */
            verdict: "passed" | "drift" | "failed";
            tables: number;
            rows: number;
            objects: number;
            found: number;
            differences: {
                kind: string;
                object: string;
                old?: string | null;
                new?: string | null;
            }[];
            writable: boolean;
            bytes: number;
            took: number;
        };
        Migration: {
            ref: string;
            environment: string;
            environmentTitle: string;
            name: string;
            /** @description Catalog entity of the new database */
            entityRef: string;
            source: {
                deployment: string;
                database: string;
                user: string;
            };
            origin: components["schemas"]["MigrationDeployment"];
            writers: components["schemas"]["MigrationDeployment"][];
            /** @enum {string} */
            method: "import" | "logical";
            /** @description How many steps were merged */
            run: number;
            stages: components["schemas"]["MigrationStage"][];
            next?: components["schemas"]["MigrationStep"];
            downtime: {
                seconds?: number;
                /** @enum {string} */
                source: "rehearsal" | "estimate" | "unknown";
                sentence: string;
            };
            /** @enum {string} */
            serving: "old" | "new" | "nobody";
            /** Format: date-time */
            healthySince?: string;
            /** @description What is asked for before the old database may go */
            healthyForSeconds: number;
            history?: components["schemas"]["MigrationReport"][];
            /** Format: date-time */
            now: string;
        };
        Promise: {
            /** @enum {string} */
            name: "rto" | "rpo" | "availability" | "queryTime" | "backupSuccess" | "coverage" | "detection";
            /** @enum {string} */
            unit: "seconds" | "share";
            promised: number;
            /** @description Absent where nothing measures it */
            measured?: number;
            /** @enum {string} */
            verdict: "kept" | "broken" | "unknown";
            window: string;
            source: string;
            sentence: string;
        };
        PromiseFleet: {
            items: {
                ref: string;
                name: string;
                environmentTitle: string;
                promises: components["schemas"]["Promise"][];
            }[];
        };
    };
    responses: {
        /** @description Asked too often; Retry-After says for how many seconds to wait */
        TooMany: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error?: {
                        name?: string;
                        message?: string;
                    };
                };
            };
        };
        /** @description An error in Backstage's form */
        Error: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error?: {
                        name?: string;
                        message?: string;
                    };
                };
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getEnvironments: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All environments */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvironmentList"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getClusters: {
        parameters: {
            query?: {
                environment?: string;
                /** @description Health light */
                light?: components["schemas"]["Light"];
                limit?: number;
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClusterList"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getCluster: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One cluster */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClusterDetail"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    preflightRestore: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    target: components["schemas"]["RestoreTarget"];
                };
            };
        };
        responses: {
            /** @description The verdict */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preflight"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    createBackup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new Backup */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                    };
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getPromises: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All promises */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Promise"][];
                    };
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getFleetPromises: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All clusters */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromiseFleet"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    previewDatabase: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    spec: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Files and findings */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManifestPreview"];
                };
            };
            429: components["responses"]["TooMany"];
            default: components["responses"]["Error"];
        };
    };
    previewChange: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    spec: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Files and findings */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManifestPreview"];
                };
            };
            429: components["responses"]["TooMany"];
            default: components["responses"]["Error"];
        };
    };
    previewRestore: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    spec: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Files and findings */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManifestPreview"];
                };
            };
            429: components["responses"]["TooMany"];
            default: components["responses"]["Error"];
        };
    };
    previewRemoval: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    spec: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Files and findings */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManifestPreview"];
                };
            };
            429: components["responses"]["TooMany"];
            default: components["responses"]["Error"];
        };
    };
    previewFoundation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    spec: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Files and findings */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManifestPreview"];
                };
            };
            429: components["responses"]["TooMany"];
            default: components["responses"]["Error"];
        };
    };
    previewReplica: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    spec: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Files and findings */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManifestPreview"];
                };
            };
            429: components["responses"]["TooMany"];
            default: components["responses"]["Error"];
        };
    };
    previewMigration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    spec: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Files and findings */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManifestPreview"];
                };
            };
            429: components["responses"]["TooMany"];
            default: components["responses"]["Error"];
        };
    };
    getMigrations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All migrations */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["MigrationSummary"][];
                    };
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getMigration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One migration */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Migration"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    checkName: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What stands against it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        findings: components["schemas"]["Finding"][];
                    };
                };
            };
            429: components["responses"]["TooMany"];
            default: components["responses"]["Error"];
        };
    };
    streamChanges: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events whose data is {"cluster":"environment/name","revision":N}; the cluster "*" stands for every cluster */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            default: components["responses"]["Error"];
        };
    };
}
