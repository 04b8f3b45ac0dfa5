import { Scalar, YAMLSeq, isScalar, isSeq, parseDocument } from 'yaml';
import { render } from './yaml';

/** An entry that a kustomization must have, or must not have any more. @public */
export interface Listing {
  /** The kustomization.yaml, from the root of the repository. */
  path: string;
  field: 'resources' | 'components';
  entry: string;
  /** Of a kustomization that does not exist yet. */
  namespace?: string;
}

const fresh = ({ namespace }: Listing) =>
  `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n${
    namespace ? `namespace: ${namespace}\n` : ''
  }resources: []\n`;

const plain = (value: string) => value.replace(/^\.\//, '').replace(/\/$/, '');

function open(source: string, { path, field }: Listing) {
  const document = parseDocument(source, { keepSourceTokens: true });
  if (document.errors.length)
    throw new Error(`${path} is not valid YAML: ${document.errors[0].message}`);
  const kind = document.get('kind');
  if (kind !== undefined && kind !== 'Kustomization')
    throw new Error(`${path} is no Kustomization but a ${kind}`);
  const list = document.get(field, true) as unknown;
  if (list !== undefined && list !== null && !isSeq(list) && !isScalar(list))
    throw new Error(`${path}: ${field} must be a list`);
  if (isScalar(list) && list.value !== null)
    throw new Error(`${path}: ${field} must be a list`);
  return { document, list: isSeq(list) ? list : undefined };
}

const at = (list: YAMLSeq | undefined, entry: string) =>
  list?.items.findIndex(
    item => isScalar(item) && plain(String(item.value)) === plain(entry),
  ) ?? -1;

/**
 * The kustomization with the entry, keeping comments, order, quoting and line ends. What is there already changes nothing.
 * @param text - the file as it is; undefined where there is none yet
 * @throws Error with line and column when the file is no YAML, or is no Kustomization
 * @public
 */
export function addEntry(text: string | undefined, listing: Listing): string {
  const source = text ?? fresh(listing);
  const { document, list } = open(source, listing);
  if (at(list, listing.entry) >= 0) return source;
  if (!list) document.set(listing.field, [listing.entry]);
  else {
    if (!list.items.length) list.flow = false;
    list.add(new Scalar(listing.entry));
  }
  return render(document, source);
}

/** The kustomization without the entry. @throws Error as {@link addEntry} does @public */
export function removeEntry(text: string, listing: Listing): string {
  const { document, list } = open(text, listing);
  const index = at(list, listing.entry);
  if (!list || index < 0) return text;
  list.delete(index);
  if (!list.items.length) {
    list.flow = true;
    list.comment = undefined;
  }
  return render(document, text);
}

/** What a kustomization names. @throws Error as {@link addEntry} does @public */
export function entriesOf(
  text: string,
  path: string,
  field: Listing['field'] = 'resources',
): string[] {
  const { list } = open(text, { path, field, entry: '' });
  return (list?.items ?? []).flatMap(item =>
    isScalar(item) ? [plain(String(item.value))] : [],
  );
}
