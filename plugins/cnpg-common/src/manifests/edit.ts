import { Document, isScalar, parseDocument, stringify } from 'yaml';
import { Manifest, render } from './yaml';

type Path = (string | number)[];

/** A value as it stands in a line, quoted as the one before it was. */
function inLine(value: unknown, before: string): string {
  if (typeof value === 'string' && before.startsWith('"'))
    return JSON.stringify(value);
  if (typeof value === 'string' && before.startsWith("'"))
    return `'${value.replace(/'/g, "''")}'`;
  return stringify(value, { version: '1.1', lineWidth: 0 }).trimEnd();
}

/**
 * One file of the repository, edited in place. A value that takes another's place is the only thing that moves; where
 * keys come or go, comments, order and quoting stay.
 */
export class EditedFile {
  private readonly document: Document;
  /** Values to put in place of others: where they begin → where they end, and the text. */
  private readonly splices = new Map<number, [number, string]>();
  private structural = false;
  readonly before: Manifest;

  /** @throws Error when the file holds no single Kubernetes object */
  constructor(readonly path: string, private readonly text: string) {
    // As Kubernetes reads it: YAML 1.1, where a bare `on` is true.
    this.document = parseDocument(text, { version: '1.1' });
    if (this.document.errors.length)
      throw new Error(
        `${path} is not valid YAML: ${this.document.errors[0].message}`,
      );
    const object = this.document.toJS() as Manifest | null;
    if (typeof object !== 'object' || !object?.kind || !object.metadata?.name)
      throw new Error(`${path} holds no Kubernetes object`);
    this.before = object;
  }

  get<T>(path: Path): T | undefined {
    const value = this.document.getIn(path) as
      | { toJS?(document: Document): T }
      | T
      | undefined;
    return typeof value === 'object' && value !== null && 'toJS' in value
      ? value.toJS?.(this.document)
      : (value as T | undefined);
  }

  /** Sets a value, or removes the key where it is undefined. What is equal already is not touched. */
  set(path: Path, value: unknown): void {
    if (JSON.stringify(this.get(path)) === JSON.stringify(value)) return;
    const node = this.document.getIn(path, true);
    if (
      isScalar(node) &&
      node.range &&
      value !== null &&
      typeof value !== 'object' &&
      value !== undefined
    ) {
      const [start, end] = node.range;
      this.splices.set(start, [
        end,
        inLine(value, this.text.slice(start, end)),
      ]);
    } else this.structural = true;
    if (value === undefined) this.document.deleteIn(path);
    else
      this.document.setIn(
        path,
        typeof value === 'object' ? this.document.createNode(value) : value,
      );
  }

  get after(): Manifest {
    return this.document.toJS() as Manifest;
  }

  get content(): string {
    if (JSON.stringify(this.before) === JSON.stringify(this.after))
      return this.text;
    if (this.structural) return render(this.document, this.text);
    return [...this.splices]
      .sort(([a], [b]) => b - a)
      .reduce(
        (text, [start, [end, value]]) =>
          text.slice(0, start) + value + text.slice(end),
        this.text,
      );
  }
}
