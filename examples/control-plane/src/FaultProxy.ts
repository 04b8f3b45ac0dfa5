import {
  IncomingMessage,
  Server,
  ServerResponse,
  createServer,
} from 'node:http';
import { Socket } from 'node:net';
import { createProxyServer } from 'http-proxy-3';

/** Where the proxy passes requests on to. */
export interface Upstream {
  url: string;
  ca?: string;
}

/** What happens to a request in place of being passed on, or to its answer on the way back. */
export type Fault =
  /** Another answer; the API server never sees the request. */
  | {
      kind: 'answer';
      code: number;
      headers?: Record<string, string>;
      body?: object;
    }
  /** No byte and no end. */
  | { kind: 'hang' }
  /** Passed on after a while. */
  | { kind: 'slow'; ms: number }
  /** The answer breaks off after so many bytes. */
  | { kind: 'truncate'; bytes: number }
  /** A line more at the beginning of a watch. */
  | { kind: 'inject'; line: string }
  /** The Date header, so many milliseconds off. */
  | { kind: 'skew'; ms: number };

export interface Seen {
  method: string;
  url: string;
  at: number;
}

type Match = (url: string) => boolean;

export const isWatch: Match = url => /[?&]watch=true/.test(url);

/** A proxy on loopback that stands between a client and an API server and misbehaves when told to. */
export class FaultProxy {
  readonly seen: Seen[] = [];
  private readonly faults = new Map<Match, Fault>();
  private readonly sockets = new Set<Socket>();
  private readonly watches = new Set<ServerResponse>();
  private readonly proxy = createProxyServer({ selfHandleResponse: true });
  private server: Server | undefined;
  private port = 0;

  private constructor(private readonly upstream: Upstream) {
    this.proxy.on('error', (_error, _req, res) => {
      if (res instanceof ServerResponse && !res.headersSent) res.writeHead(502);
      res.end();
    });
    this.proxy.on('proxyRes', (answer, req, res) =>
      this.back(answer, req, res as ServerResponse),
    );
  }

  static async start(upstream: Upstream): Promise<FaultProxy> {
    const proxy = new FaultProxy(upstream);
    await proxy.up();
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Listens again, at the same address. */
  async up(): Promise<void> {
    const server = createServer((req, res) => this.there(req, res));
    server.on('connection', socket => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(this.port, '127.0.0.1', resolve);
    });
    this.port = (server.address() as { port: number }).port;
    this.server = server;
  }

  /** Refuses connections, and breaks those that are open. */
  async down(): Promise<void> {
    const closed = new Promise(resolve => this.server?.close(resolve));
    this.sockets.forEach(socket => socket.destroy());
    await closed;
  }

  /** From now on, for the requests that match; the last one that matches counts. Answers how to end it. */
  fault(match: Match, fault: Fault): () => void {
    this.faults.set(match, fault);
    return () => this.faults.delete(match);
  }

  /** Breaks every watch in its middle. */
  killWatches(): void {
    this.watches.forEach(res => res.socket?.destroy());
  }

  /** Leaves every watch open and lets nothing through it any more: what a lost network does. */
  freezeWatches(): void {
    this.watches.forEach(res => {
      res.write = () => true;
      res.end = () => res;
    });
    this.watches.clear();
  }

  private faultOf(req: IncomingMessage): Fault | undefined {
    return [...this.faults]
      .reverse()
      .find(([match]) => match(req.url ?? ''))?.[1];
  }

  private there(req: IncomingMessage, res: ServerResponse): void {
    this.seen.push({
      method: req.method ?? '',
      url: req.url ?? '',
      at: Date.now(),
    });
    const fault = this.faultOf(req);
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'answer') {
      const { code, headers, body = {} } = fault;
      res.writeHead(code, { 'content-type': 'application/json', ...headers });
      res.end(JSON.stringify(body));
      return;
    }
    const pass = () => {
      const { url, ca } = this.upstream;
      this.proxy.web(req, res, {
        target: url,
        changeOrigin: true,
        ...(ca ? { ca } : {}),
      });
    };
    if (fault?.kind === 'slow') setTimeout(pass, fault.ms);
    else pass();
  }

  private back(
    answer: IncomingMessage,
    req: IncomingMessage,
    res: ServerResponse,
  ): void {
    const fault = this.faultOf(req);
    const headers = { ...answer.headers };
    if (fault?.kind === 'skew')
      headers.date = new Date(Date.now() + fault.ms).toUTCString();
    res.writeHead(answer.statusCode ?? 502, headers);
    if (fault?.kind === 'truncate') {
      answer.once('data', (chunk: Buffer) => {
        res.write(chunk.subarray(0, fault.bytes), () => res.socket?.destroy());
      });
      return;
    }
    if (fault?.kind === 'inject') res.write(`${fault.line}\n`);
    if (isWatch(req.url ?? '')) {
      this.watches.add(res);
      res.flushHeaders();
    }
    res.on('close', () => {
      this.watches.delete(res);
      answer.destroy();
    });
    answer.on('data', chunk => res.write(chunk));
    answer.on('end', () => res.end());
    answer.on('error', () => res.socket?.destroy());
  }

  async close(): Promise<void> {
    await this.down();
    this.proxy.close();
  }
}
