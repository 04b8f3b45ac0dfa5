import { YAMLSeq, isScalar, isSeq, parseDocument } from 'yaml';
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

const splice = (text: string, start: number, end: number, by: string) =>
  text.slice(0, start) + by + text.slice(end);
const lineStart = (text: string, offset: number) =>
  text.lastIndexOf('\n', offset - 1) + 1;
/** Before the line's end, so that a comment behind a value stays with it. */
const lineEnd = (text: string, offset: number) => {
  const end = text.indexOf('\n', offset);
  if (end < 0) return text.length;
  return text[end - 1] === '\r' ? end - 1 : end;
};
const rangeOf = (node: unknown) =>
  (node as { range: [number, number, number] }).range;

/**
 * The kustomization with the entry. It is edited as text, at the place that the parser names: every other line stays as
 * it is, to the byte. What is there already changes nothing.
 * @param text - the file as it is; undefined where there is none yet
 * @throws Error with line and column when the file is no YAML, or is no Kustomization
 * @public
 */
export function addEntry(text: string | undefined, listing: Listing): string {
  const source = text ?? fresh(listing);
  const { document, list } = open(source, listing);
  const { entry, field } = listing;
  if (at(list, entry) >= 0) return source;
  const eol = source.includes('\r\n') ? '\r\n' : '\n';
  if (!list) {
    if (document.has(field)) {
      document.set(field, [entry]);
      return render(document, source);
    }
    const gap = source === '' || source.endsWith('\n') ? '' : eol;
    return `${source}${gap}${field}:${eol}  - ${entry}${eol}`;
  }
  if (!list.items.length) {
    const [start, end] = rangeOf(list);
    return splice(source, start, end, `${eol}  - ${entry}`).replace(
      `${field}: ${eol}`,
      `${field}:${eol}`,
    );
  }
  const [start, end] = rangeOf(list.items[list.items.length - 1]);
  if (list.flow) return splice(source, end, end, `, ${entry}`);
  const dash = /^\s*-\s+/.exec(source.slice(lineStart(source, start)))?.[0];
  const after = lineEnd(source, end);
  return splice(source, after, after, `${eol}${dash}${entry}`);
}

/** The kustomization without the entry, edited in the same way. @throws Error as {@link addEntry} does @public */
export function removeEntry(text: string, listing: Listing): string {
  const { document, list } = open(text, listing);
  const index = at(list, listing.entry);
  if (!list || index < 0) return text;
  const { items } = list;
  const [start, end] = rangeOf(items[index]);
  if (items.length === 1) {
    const key = document.contents as {
      items: { key: unknown; value: unknown }[];
    };
    const pair = key.items.find(({ value }) => value === list);
    const colon = text.indexOf(':', rangeOf(pair?.key)[1]) + 1;
    const rest = list.flow ? rangeOf(list)[1] : lineEnd(text, end);
    return splice(text, colon, rest, ' []');
  }
  if (list.flow)
    return index
      ? splice(text, rangeOf(items[index - 1])[1], end, '')
      : splice(text, start, rangeOf(items[1])[0], '');
  const next = text.indexOf('\n', end);
  return splice(
    text,
    lineStart(text, start),
    next < 0 ? text.length : next + 1,
    '',
  );
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
