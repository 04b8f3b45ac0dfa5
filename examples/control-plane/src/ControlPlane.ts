import { generateKeyPairSync, randomBytes } from 'node:crypto';
import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Endpoint,
  KubeClient,
  KubeObject,
  PolicyRule,
} from '@naytife/cnpg-simulator';
import { stringify } from 'yaml';
import { Account } from './access';
import { findBinaries } from './binaries';
import { freePort } from './freePort';
import { installCrds } from './crds';
import { PodNetwork, Pods, egressConfiguration } from './PodNetwork';
import { Program } from './Program';

export interface ControlPlaneOptions {
  /** Folders with CustomResourceDefinitions to install. */
  crds?: string[];
  /** Answers in place of the pods, for `pods/proxy`. */
  pods?: Pods;
  /** More flags of kube-apiserver, without the dashes. */
  flags?: Record<string, string>;
}

/** One line of the API server's audit log. */
export interface AuditEntry {
  user: { username: string };
  verb: string;
  requestURI: string;
  objectRef?: { resource: string; subresource?: string; apiGroup?: string };
  responseStatus?: { code: number };
}

/** A real etcd and kube-apiserver on loopback with RBAC on, for tests; all it writes lies in a folder that goes with it. */
export class ControlPlane {
  private readonly folder = mkdtempSync(join(tmpdir(), 'control-plane-'));
  private readonly adminToken = randomBytes(16).toString('hex');
  private readonly network: PodNetwork;
  private programs: Program[] = [];
  private etcdUrl = '';
  private url = '';
  private apiServer: Program | undefined;

  private constructor(private readonly options: ControlPlaneOptions) {
    chmodSync(this.folder, 0o700);
    this.network = new PodNetwork((...asked) => options.pods?.(...asked));
  }

  /** @throws Error when a program is missing or does not come up; nothing is left running then. */
  static async start(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
    const plane = new ControlPlane(options);
    try {
      await plane.up();
      await installCrds(plane.admin, options.crds ?? []);
      // Last, so that it knows all kinds at once and not only after its next look.
      await plane.startManager();
      return plane;
    } catch (error) {
      await plane.stop();
      throw error;
    }
  }

  private file(name: string, content?: string): string {
    const path = join(this.folder, name);
    if (content !== undefined) writeFileSync(path, content, { mode: 0o600 });
    return path;
  }

  private async up(): Promise<void> {
    const binaries = findBinaries();
    const [etcdPort, peerPort, apiPort] = [
      await freePort(),
      await freePort(),
      await freePort(),
    ];
    this.etcdUrl = `http://127.0.0.1:${etcdPort}`;
    this.url = `https://127.0.0.1:${apiPort}`;
    const peer = `http://127.0.0.1:${peerPort}`;
    const etcd = new Program(
      binaries.etcd,
      [
        `--data-dir=${join(this.folder, 'etcd')}`,
        '--unsafe-no-fsync',
        `--listen-client-urls=${this.etcdUrl}`,
        `--advertise-client-urls=${this.etcdUrl}`,
        `--listen-peer-urls=${peer}`,
        `--initial-advertise-peer-urls=${peer}`,
        `--initial-cluster=default=${peer}`,
      ],
      this.file('etcd.log'),
    );
    this.programs.push(etcd);
    await etcd.start(async () => (await fetch(`${this.etcdUrl}/health`)).ok);

    const { privateKey, publicKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const socket = this.file('pods.sock');
    await this.network.listen(socket);
    const signing = this.file('sa.key', privateKey);
    const flags: Record<string, string> = {
      'etcd-servers': this.etcdUrl,
      'bind-address': '127.0.0.1',
      'advertise-address': '127.0.0.1',
      'secure-port': String(apiPort),
      'cert-dir': this.file('certs'),
      'service-account-issuer': 'https://kubernetes.default.svc',
      'service-account-key-file': this.file('sa.pub', publicKey),
      'service-account-signing-key-file': signing,
      'service-cluster-ip-range': '10.96.0.0/16',
      'token-auth-file': this.file(
        'tokens.csv',
        `${this.adminToken},admin,admin,"system:masters"\n`,
      ),
      'authorization-mode': 'RBAC',
      // Without a kubelet no ServiceAccount is needed in pods, and nothing would take the volume's protection off again.
      'disable-admission-plugins':
        'ServiceAccount,StorageObjectInUseProtection',
      'egress-selector-config-file': this.file(
        'egress.yaml',
        stringify(egressConfiguration(socket)),
      ),
      'audit-policy-file': this.file(
        'audit.yaml',
        stringify({
          apiVersion: 'audit.k8s.io/v1',
          kind: 'Policy',
          omitStages: ['RequestReceived'],
          rules: [{ level: 'Metadata' }],
        }),
      ),
      'audit-log-path': this.file('audit.log'),
      ...this.options.flags,
    };
    this.apiServer = new Program(
      binaries['kube-apiserver'],
      Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`),
      this.file('kube-apiserver.log'),
    );
    this.programs.push(this.apiServer);
    await this.startApiServer();
  }

  private async startApiServer(): Promise<void> {
    await this.apiServer?.start(async () => {
      await this.admin.request('GET', '/readyz');
      return true;
    });
  }

  /** Only what removes the objects of an owner that is gone. */
  private async startManager(): Promise<void> {
    const command = findBinaries()['kube-controller-manager'];
    if (!command) return;
    const program = new Program(
      command,
      [
        '--controllers=garbage-collector-controller,namespace-controller',
        '--bind-address=127.0.0.1',
        `--secure-port=${await freePort()}`,
        `--cert-dir=${this.file('manager-certs')}`,
        '--leader-elect=false',
        `--service-account-private-key-file=${this.file('sa.key')}`,
        `--kubeconfig=${this.file(
          'manager.kubeconfig',
          this.kubeconfig(this.adminToken),
        )}`,
      ],
      this.file('kube-controller-manager.log'),
    );
    this.programs.push(program);
    await program.start(async () => true);
  }

  /** Address, CA and the token of an administrator. */
  get endpoint(): Endpoint {
    return { url: this.url, token: this.adminToken, ca: this.ca };
  }

  /** PEM: the server's certificate is signed by it. */
  get ca(): string {
    return readFileSync(this.file('certs/apiserver.crt'), 'utf8');
  }

  get admin(): KubeClient {
    return new KubeClient(this.endpoint);
  }

  /** A ServiceAccount that may do what the rules say, and nothing else. */
  account(name: string, rules: PolicyRule[]): Promise<Account> {
    return Account.create(this.admin, name, rules);
  }

  /** A kubeconfig for whoever holds the token. */
  kubeconfig(token: string): string {
    return stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'control-plane',
      clusters: [
        {
          name: 'control-plane',
          cluster: {
            server: this.url,
            'certificate-authority-data': Buffer.from(this.ca).toString(
              'base64',
            ),
          },
        },
      ],
      users: [{ name: 'user', user: { token } }],
      contexts: [
        {
          name: 'control-plane',
          context: { cluster: 'control-plane', user: 'user' },
        },
      ],
    });
  }

  /** Everything that was asked of the API server so far. */
  audit(): AuditEntry[] {
    return readFileSync(this.file('audit.log'), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line) as AuditEntry);
  }

  /** Ends the API server and starts it again on the same data: its watch cache forgets what happened before. */
  async restartApiServer(
    whileDown: () => Promise<void> = async () => undefined,
  ): Promise<void> {
    await this.apiServer?.stop('SIGKILL');
    await whileDown();
    await this.startApiServer();
  }

  /**
   * Puts custom resources into etcd as the API server would have stored them, status and all: thousands a second.
   * They must be whole (uid, creationTimestamp), since no API server looks at them.
   */
  async seed(objects: { plural: string; object: KubeObject }[]): Promise<void> {
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    const put = ({
      plural,
      object,
    }: {
      plural: string;
      object: KubeObject;
    }) => {
      const { namespace, name } = object.metadata;
      const [group] = object.apiVersion.split('/');
      return {
        requestPut: {
          key: base64(`/registry/${group}/${plural}/${namespace}/${name}`),
          value: base64(JSON.stringify(object)),
        },
      };
    };
    // etcd takes up to 128 operations in one transaction.
    for (let from = 0; from < objects.length; from += 100)
      await this.etcd('kv/txn', {
        success: objects.slice(from, from + 100).map(put),
      });
  }

  private async etcd(path: string, body: object): Promise<unknown> {
    const response = await fetch(`${this.etcdUrl}/v3/${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    if (!response.ok)
      throw new Error(
        `etcd ${path}: ${response.status} ${await response.text()}`,
      );
    return response.json();
  }

  /** Forgets old revisions in etcd: pages of a list that began before are told 410. */
  async compact(): Promise<void> {
    const { header } = (await this.etcd('kv/range', {
      key: Buffer.from('x').toString('base64'),
    })) as { header: { revision: string } };
    await this.etcd('kv/compaction', {
      revision: header.revision,
      physical: true,
    });
  }

  /** Ends everything and removes all it wrote. */
  async stop(): Promise<void> {
    for (const program of this.programs.reverse()) await program.stop();
    this.programs = [];
    await this.network.close().catch(() => undefined);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
