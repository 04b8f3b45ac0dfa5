interface Remembered<T> {
  until: number;
  value: Promise<T>;
}

/** Answers of someone who counts questions, asked for again when they are too old; a failure is not kept. */
export class Memory<T> {
  private readonly known = new Map<string, Remembered<T>>();

  constructor(private readonly ms: number) {}

  get(key: string, ask: () => Promise<T>, fresh = false): Promise<T> {
    const found = this.known.get(key);
    if (found && !fresh && found.until > Date.now()) return found.value;
    const value = ask();
    this.known.set(key, { until: Date.now() + this.ms, value });
    value.catch(() => this.known.delete(key));
    return value;
  }
}
