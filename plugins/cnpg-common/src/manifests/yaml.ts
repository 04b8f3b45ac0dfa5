import { Document, stringify } from 'yaml';

/** A Kubernetes object as it is written. @public */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  [key: string]: unknown;
}

/** A file of a pull request: path from the repository's root, and its whole content. @public */
export interface ManifestFile {
  path: string;
  content: string;
}

/** Reads a file of the repository; undefined where there is none. */
export type ReadFile = (path: string) => string | undefined;

/**
 * Readable and deterministic: keys stay in the order they were built in, no line is folded. Kubernetes reads YAML 1.1,
 * where a bare `on` is true: such strings are quoted.
 */
export function toYaml(value: unknown, comment?: string): string {
  const text = stringify(value, {
    version: '1.1',
    lineWidth: 0,
    aliasDuplicateObjects: false,
  });
  return comment
    ? `${comment
        .split('\n')
        .map(line => `# ${line}`)
        .join('\n')}\n${text}`
    : text;
}

/** Leaves out what is undefined, so that an object reads as if written by hand. */
export function compact<T extends Record<string, unknown>>(value: T): T {
  return Object.fromEntries(
    Object.entries(value).filter(([, item]) => item !== undefined),
  ) as T;
}

/** An edited document as text, in the style of the source: its indentation of lists and its line ends. */
export function render(document: Document, source: string): string {
  const [, key, dash] =
    /^(\s*)[\w.-]+:[^\S\n]*\r?\n(?:\s*#.*\r?\n)*([^\S\n]*)- /m.exec(source) ??
    [];
  const result = document.toString({
    lineWidth: 0,
    flowCollectionPadding: /\{ |\[ /.test(source),
    indentSeq:
      key === undefined || dash.length > key.replace(/^[\s\S]*\n/, '').length,
  });
  return source.includes('\r\n') ? result.replace(/\r?\n/g, '\r\n') : result;
}
