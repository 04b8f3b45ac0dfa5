/** One alert, with what a person does about it. @public */
export interface Alert {
  name: string;
  severity: 'critical' | 'warning';
  /** PromQL. Every series has `namespace` and `cluster`: our PodMonitors add them. */
  expr: string;
  for: string;
  summary: string;
  description: string;
  runbook: {
    /** What it means for people who use the database. */
    meaning: string;
    /** Where to look, in this order. */
    look: string[];
    /** What to do. */
    act: string[];
    /** The button on the database's page that does it, where there is one. */
    button?: string;
    /** Page of CNPG's documentation. */
    docs: string;
  };
}

/** Over all instances of a cluster. */
export const BY = 'by (namespace, cluster)';
/** The cluster in a sentence. */
export const IT = '{{ $labels.namespace }}/{{ $labels.cluster }}';
