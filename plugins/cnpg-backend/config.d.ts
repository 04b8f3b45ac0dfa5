export interface Config {
  cnpg?: {
    /**
     * Where databases live, by name: `local`, `staging`, `production`, any number. Checked at start-up; an error names
     * the path of the wrong key. The keys of an environment are described in the README.
     */
    environments?: {
      [name: string]: {
        prometheus?: {
          /** @visibility secret */
          token?: string;
        };
        [key: string]: unknown;
      };
    };
    /**
     * Files that hold the ServiceAccount's token of a Kubernetes cluster, by its name in
     * `kubernetes.clusterLocatorMethods`; read anew for each request, so that a rotated token counts at once.
     */
    tokenFiles?: { [kubernetesCluster: string]: string };
    /** The sops program, for environments whose secrets are encrypted with it; looked up in PATH by default. */
    sopsBinary?: string;
    /**
     * Where the state of an instance's WAL comes from. `podProxy` asks each primary at `:8000/pg/status` and needs the
     * right `pods/proxy`; with `none` the end of the recovery window is unknown.
     */
    instanceStatus?: 'podProxy' | 'none';
  };
}
