import { InputError } from '@backstage/errors';
import { Scalar, isScalar, isSeq, parseDocument } from 'yaml';

const EMPTY =
  'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: []\n';

/**
 * Adds a resource to a kustomization, keeping comments, order, quoting and line ends. A resource that is there already
 * changes nothing.
 * @param text - the file as it is; undefined where there is none yet
 * @throws InputError with line and column when the file is no YAML, or is no kustomization
 */
export function addResource(
  text: string | undefined,
  entry: string,
  path: string,
): string {
  const source = text ?? EMPTY;
  const document = parseDocument(source, { keepSourceTokens: true });
  if (document.errors.length)
    throw new InputError(
      `${path} is not valid YAML: ${document.errors[0].message}`,
    );
  const kind = document.get('kind');
  if (kind !== undefined && kind !== 'Kustomization')
    throw new InputError(`${path} is no Kustomization but a ${kind}`);
  const resources = document.get('resources', true) as unknown;
  if (resources === undefined) {
    document.set('resources', [entry]);
  } else if (isSeq(resources)) {
    const plain = (value: string) =>
      value.replace(/^\.\//, '').replace(/\/$/, '');
    if (
      resources.items.some(
        item => isScalar(item) && plain(String(item.value)) === plain(entry),
      )
    )
      return source;
    if (!resources.items.length) resources.flow = false;
    resources.add(new Scalar(entry));
  } else {
    throw new InputError(`${path}: resources must be a list`);
  }
  const windows = source.includes('\r\n');
  // Sequences that were not indented stay so: a diff shows the one new line.
  const indentSeq = !/^resources:[^\S\n]*\r?\n(?:\s*#.*\r?\n)*- /m.test(source);
  const result = document.toString({
    lineWidth: 0,
    indentSeq,
    flowCollectionPadding: false,
  });
  return windows ? result.replace(/\r?\n/g, '\r\n') : result;
}
