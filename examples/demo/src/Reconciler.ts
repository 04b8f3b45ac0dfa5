import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { KubeClient, KubeObject } from '@naytife/cnpg-simulator';
import { GitHub } from './github';
import { buildKustomization } from './kustomize';

const MANAGER = 'gitops';
const key = (object: KubeObject) =>
  `${object.kind}/${object.metadata.namespace}/${object.metadata.name}`;

/** What applies a merge to a Kubernetes cluster: the path of an environment, and where it goes. */
export interface Target {
  path: string;
  client: KubeClient;
}

/** Applies what is merged into main, removes what is no longer there, and keeps a checkout for the catalog. */
export class Reconciler {
  private applied = new Map<
    string,
    { object: KubeObject; client: KubeClient }
  >();
  private revision = '';
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly github: GitHub,
    private readonly targets: Target[],
    private readonly checkout: string,
    private readonly say: (text: string) => void,
  ) {}

  start(intervalMs: number): void {
    let busy = false;
    this.timer = setInterval(() => {
      if (busy) return;
      busy = true;
      this.reconcile()
        .catch(error =>
          this.say(`GitOps: ${error instanceof Error ? error.message : error}`),
        )
        .finally(() => {
          busy = false;
        });
    }, intervalMs);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  async reconcile(): Promise<void> {
    const head = await this.github.head('main');
    if (head === this.revision) return;
    const files = await this.github.files(head);
    this.write(files);
    const wanted = new Map<
      string,
      { object: KubeObject; client: KubeClient }
    >();
    for (const { path, client } of this.targets) {
      for (const object of buildKustomization(files, path))
        wanted.set(key(object), { object, client });
    }
    for (const [name, { object, client }] of wanted) {
      await client.apply(object, MANAGER);
      if (!this.applied.has(name)) this.say(`GitOps: applied ${name}`);
    }
    for (const [name, { object, client }] of this.applied) {
      if (wanted.has(name)) continue;
      await client.delete(
        object.kind,
        object.metadata.namespace ?? '',
        object.metadata.name,
      );
      this.say(`GitOps: removed ${name}`);
    }
    this.applied = wanted;
    this.revision = head;
  }

  private write(files: Map<string, string>): void {
    rmSync(join(this.checkout, 'catalog'), { recursive: true, force: true });
    for (const [path, content] of files) {
      if (!path.startsWith('catalog/')) continue;
      const target = join(this.checkout, path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, content);
    }
  }
}
