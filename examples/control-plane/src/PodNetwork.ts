import { createServer } from 'node:http';
import { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** Answers `http://IP:PORT/PATH` in place of a pod; undefined where no pod has that address. */
export type Pods = (
  ip: string,
  port: number,
  path: string,
) => object | undefined;

/**
 * The network that the API server reaches pods by. No pod runs, so kube-apiserver is told (by its egress
 * configuration) to open its connections through this HTTP CONNECT proxy on a Unix socket, and the pods answer here.
 */
export class PodNetwork {
  private readonly targets = new WeakMap<
    object,
    { ip: string; port: number }
  >();
  private readonly sockets = new Set<Duplex>();
  private readonly inside = createServer((req, res) => {
    const { ip, port } = this.targets.get(req.socket) ?? { ip: '', port: 0 };
    const answer = this.pods(ip, port, (req.url ?? '/').slice(1));
    res
      .writeHead(answer ? 200 : 404, { 'content-type': 'application/json' })
      .end(JSON.stringify(answer ?? {}));
  });
  private readonly outside = createServer();

  constructor(private readonly pods: Pods) {
    this.outside.on('connect', (req, socket: Socket) => {
      const [, ip, port] = /^(.+):(\d+)$/.exec(req.url ?? '') ?? [];
      this.targets.set(socket, { ip, port: Number(port) });
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
      socket.on('error', () => socket.destroy());
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      this.inside.emit('connection', socket);
    });
  }

  async listen(path: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.outside.once('error', reject).listen(path, resolve);
    });
  }

  async close(): Promise<void> {
    this.sockets.forEach(socket => socket.destroy());
    await new Promise(resolve => this.outside.close(resolve));
  }
}

/** The file for `--egress-selector-config-file`. */
export const egressConfiguration = (udsName: string) => ({
  apiVersion: 'apiserver.k8s.io/v1beta1',
  kind: 'EgressSelectorConfiguration',
  egressSelections: [
    {
      name: 'cluster',
      connection: {
        proxyProtocol: 'HTTPConnect',
        transport: { uds: { udsName } },
      },
    },
  ],
});
