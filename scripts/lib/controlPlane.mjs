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
  monitoring: ['github.com/prometheus-operator/prometheus-operator@v0.85.0', 'example/prometheus-operator-crd/monitoring.coreos.com_podmonitors.yaml'],
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

async function build(root, folder) {
  mkdirSync(folder, { recursive: true });
  const cwd = join(root, 'examples/control-plane/binaries');
  const log = join(root, '.cache', 'control-plane-build.log');
  say(`Building kube-apiserver ${KUBERNETES} and etcd from their Go modules (4 to 6 minutes, once) …`);
  const began = Date.now();
  const beat = setInterval(() => say(`  … ${Math.round((Date.now() - began) / 1000)} s`), 30_000);
  const [major, minor] = KUBERNETES.slice(1).split('.');
  const version = 'k8s.io/component-base/version';
  const flags = `-s -w -X ${version}.gitVersion=${KUBERNETES} -X ${version}.gitMajor=${major} -X ${version}.gitMinor=${minor}`;
  const code = await run(
    'go',
    ['build', '-mod=readonly', '-trimpath', '-ldflags', flags, '-o', `${folder}/`, 'k8s.io/kubernetes/cmd/kube-apiserver', 'k8s.io/kubernetes/cmd/kube-controller-manager', 'go.etcd.io/etcd/server/v3'],
    { cwd, log, env: { ...process.env, CGO_ENABLED: '0' } },
  ).finally(() => clearInterval(beat));
  if (code !== 0) refuse('kube-apiserver could not be built.', `See ${log}.`);
  // Last: what is there under its final name is whole.
  renameSync(join(folder, 'server'), join(folder, 'etcd'));
  say(`Built in ${Math.round((Date.now() - began) / 1000)} s.`);
}

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
  if (!process.env.KUBEBUILDER_ASSETS && !existsSync(join(env.KUBEBUILDER_ASSETS, 'etcd'))) await build(root, env.KUBEBUILDER_ASSETS);
  if (process.env.CNPG_CRDS) {
    say('CRDs from CNPG_CRDS; the tests with CloudNativePG 1.26 and with PodMonitors want Go and are left out.');
    return { ...env, CNPG_CRDS: process.env.CNPG_CRDS };
  }
  const folders = Object.fromEntries(Object.entries(MODULES).map(([name, module]) => [name, moduleFolder(module, join(root, '.cache'))]));
  return {
    ...env,
    CNPG_CRDS: [folders.cnpg, folders.barman].join(delimiter),
    CNPG_CRDS_OLD: [folders.cnpgOld, folders.barman].join(delimiter),
    MONITORING_CRDS: folders.monitoring,
  };
}
