import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './proc.mjs';
import { refuse, say } from './say.mjs';

const KUBERNETES = 'v1.34.4';
/** Where each CRD comes from: Go modules by name, as their projects publish them. */
const MODULES = {
  cnpg: ['github.com/cloudnative-pg/cloudnative-pg@v1.30.0', 'config/crd/bases'],
  // The version that Naytife runs today.
  cnpgOld: ['github.com/cloudnative-pg/cloudnative-pg@v1.26.1', 'config/crd/bases'],
  barman: ['github.com/cloudnative-pg/plugin-barman-cloud@v0.14.0', 'config/crd/bases'],
  externalSecrets: ['github.com/external-secrets/external-secrets@v1.3.2', 'config/crds/bases'],
  argocd: ['github.com/argoproj/argo-cd/v2@v2.14.21', 'manifests/crds/application-crd.yaml'],
  monitoring: ['github.com/prometheus-operator/prometheus-operator@v0.85.0', 'example/prometheus-operator-crd'],
};

function hasGo() {
  try {
    execFileSync('go', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Why there is no control plane for tests here; undefined where there is one, or can be made. */
export function whyNoControlPlane() {
  if (hasGo()) return undefined;
  if (process.env.KUBEBUILDER_ASSETS && process.env.CNPG_CRDS) return undefined;
  return 'there is no Go to build kube-apiserver with, and KUBEBUILDER_ASSETS and CNPG_CRDS name no folders with etcd, kube-apiserver and the CRDs';
}

/** Builds the programs of a Go module of ours into a folder. */
async function build(root, { module, folder, what, minutes, flags = '-s -w', packages, rename = [] }) {
  mkdirSync(folder, { recursive: true });
  const cwd = join(root, 'examples/control-plane', module);
  const log = join(root, '.cache', `${module}-build.log`);
  say(`Building ${what} from their Go modules (${minutes} minutes, once) …`);
  const began = Date.now();
  const beat = setInterval(() => say(`  … ${Math.round((Date.now() - began) / 1000)} s`), 30_000);
  const code = await run('go', ['build', '-mod=readonly', '-trimpath', '-ldflags', flags, '-o', `${folder}/`, ...packages], {
    cwd,
    log,
    env: { ...process.env, CGO_ENABLED: '0' },
  }).finally(() => clearInterval(beat));
  if (code !== 0) refuse(`${what} could not be built.`, `See ${log}.`);
  // Last: what is there under its final name is whole.
  for (const [from, to] of rename) renameSync(join(folder, from), join(folder, to));
  say(`Built in ${Math.round((Date.now() - began) / 1000)} s.`);
}

const [MAJOR, MINOR] = KUBERNETES.slice(1).split('.');
const VERSION = 'k8s.io/component-base/version';
const PROGRAMS = {
  module: 'binaries',
  what: `kube-apiserver and kubectl ${KUBERNETES} and etcd`,
  minutes: '4 to 6',
  flags: `-s -w -X ${VERSION}.gitVersion=${KUBERNETES} -X ${VERSION}.gitMajor=${MAJOR} -X ${VERSION}.gitMinor=${MINOR}`,
  packages: ['k8s.io/kubernetes/cmd/kube-apiserver', 'k8s.io/kubernetes/cmd/kube-controller-manager', 'k8s.io/kubernetes/cmd/kubectl', 'go.etcd.io/etcd/server/v3'],
  rename: [['server', 'etcd']],
};
const TOOLS = {
  module: 'tools',
  what: 'sops and age-keygen',
  minutes: '1 to 2',
  packages: ['github.com/getsops/sops/v3/cmd/sops', 'filippo.io/age/cmd/age-keygen'],
};

function moduleFolder([module, path], cwd) {
  try {
    const answer = JSON.parse(execFileSync('go', ['mod', 'download', '-json', module], { cwd, stdio: ['ignore', 'pipe', 'pipe'] }).toString());
    return join(answer.Dir, path);
  } catch (error) {
    return refuse(`The Go module ${module} could not be fetched: ${String(error.stdout ?? error).slice(0, 300)}`, 'Check the network, or name folders with CRDs: CNPG_CRDS=<folder>[:<folder>].');
  }
}

/** Finds or builds the programs and the CRDs; answers the environment that tests find them by. */
export async function controlPlaneEnvironment(root) {
  const env = {};
  env.KUBEBUILDER_ASSETS = process.env.KUBEBUILDER_ASSETS ?? join(root, '.cache', `kubebuilder-${KUBERNETES}`);
  const has = name => existsSync(join(env.KUBEBUILDER_ASSETS, name));
  if (!process.env.KUBEBUILDER_ASSETS && !(has('etcd') && has('kubectl'))) await build(root, { ...PROGRAMS, folder: env.KUBEBUILDER_ASSETS });
  if (process.env.CNPG_CRDS) {
    say('CRDs from CNPG_CRDS; the tests with CloudNativePG 1.26, with other kinds and with sops want Go and are left out.');
    return { ...env, CNPG_CRDS: process.env.CNPG_CRDS };
  }
  env.SOPS_TOOLS = join(root, '.cache', 'sops-3.11');
  if (!existsSync(join(env.SOPS_TOOLS, 'sops'))) await build(root, { ...TOOLS, folder: env.SOPS_TOOLS });
  const folders = Object.fromEntries(Object.entries(MODULES).map(([name, module]) => [name, moduleFolder(module, join(root, '.cache'))]));
  return {
    ...env,
    CNPG_CRDS: [folders.cnpg, folders.barman].join(delimiter),
    CNPG_CRDS_OLD: [folders.cnpgOld, folders.barman].join(delimiter),
    MONITORING_CRDS: ['podmonitors', 'prometheusrules'].map(kind => join(folders.monitoring, `monitoring.coreos.com_${kind}.yaml`)).join(delimiter),
    GITOPS_CRDS: [folders.externalSecrets, folders.argocd].join(delimiter),
  };
}
