import { ChangeListener } from './CnpgApi';

const RETRY_MS = 1_000;
const RETRY_CAP_MS = 30_000;

/** One stream for the whole browser tab, open while anyone listens; read with fetch, since EventSource sends no token. */
export class ChangeStream {
  private readonly listeners = new Set<ChangeListener>();
  private running: AbortController | undefined;
  private state: 'live' | 'reconnecting' = 'reconnecting';

  constructor(
    private readonly open: (signal: AbortSignal) => Promise<Response>,
  ) {}

  subscribe(listener: ChangeListener): () => void {
    this.listeners.add(listener);
    listener.onState(this.state);
    if (!this.running) {
      this.running = new AbortController();
      this.run(this.running.signal).catch(() => undefined);
    }
    return () => {
      this.listeners.delete(listener);
      if (!this.listeners.size) {
        this.running?.abort();
        this.running = undefined;
      }
    };
  }

  private tell(state: 'live' | 'reconnecting') {
    if (this.state === state) return;
    this.state = state;
    this.listeners.forEach(listener => listener.onState(state));
  }

  private async run(signal: AbortSignal): Promise<void> {
    let wait = RETRY_MS;
    while (!signal.aborted) {
      try {
        const response = await this.open(signal);
        if (!response.ok || !response.body)
          throw new Error(`HTTP ${response.status}`);
        this.tell('live');
        wait = RETRY_MS;
        await this.read(response.body);
      } catch {
        // Told by the state; the page goes on by polling.
      }
      this.tell('reconnecting');
      const pause = wait;
      await new Promise(resolve => setTimeout(resolve, pause));
      wait = Math.min(RETRY_CAP_MS, wait * 2);
    }
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const reader = body.getReader();
    const decoder = new TextDecoder();
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const lines = (rest + decoder.decode(value, { stream: true })).split(
        '\n',
      );
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (!line.startsWith('data: ')) continue;
        const { cluster } = JSON.parse(line.slice(6)) as { cluster: string };
        this.listeners.forEach(listener => listener.onChange(cluster));
      }
    }
  }
}
