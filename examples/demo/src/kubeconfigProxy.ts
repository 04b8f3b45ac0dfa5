import { Server, createServer, request as plainRequest } from 'node:http';
import { RequestOptions, request as tlsRequest } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';

/**
 * A real cluster at a loopback address: requests that bring the demo's token are passed on with the kubeconfig's own
 * credentials, whichever kind they are. Everyone else gets 401.
 */
export async function startKubeconfigProxy(
  file: string,
  port: number,
  tokens: string[],
): Promise<Server> {
  const config = new KubeConfig();
  config.loadFromFile(file);
  const cluster = config.getCurrentCluster();
  if (!cluster) throw new Error(`${file} has no current context.`);
  const upstream = new URL(cluster.server);
  const server = createServer(async (incoming, outgoing) => {
    if (
      !tokens.includes(
        /^Bearer (.+)$/.exec(incoming.headers.authorization ?? '')?.[1] ?? '',
      )
    ) {
      outgoing
        .writeHead(401, { 'content-type': 'application/json' })
        .end(
          '{"kind":"Status","code":401,"reason":"Unauthorized","message":"Unauthorized"}',
        );
      return;
    }
    const { authorization: _, host: __, ...headers } = incoming.headers;
    const options: RequestOptions = {
      method: incoming.method,
      hostname: upstream.hostname,
      port: upstream.port,
      path: `${upstream.pathname.replace(/\/$/, '')}${incoming.url}`,
      headers,
    };
    try {
      await config.applyToHTTPSOptions(options);
      const send = upstream.protocol === 'https:' ? tlsRequest : plainRequest;
      const onward = send(
        { ...options, headers: { ...headers, ...options.headers } },
        answer => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          // A watch may have nothing to say for long; that it began is news enough.
          outgoing.flushHeaders();
          answer.pipe(outgoing);
        },
      );
      onward.on('error', error => outgoing.destroy(error));
      outgoing.on('close', () => onward.destroy());
      incoming.pipe(onward);
    } catch (error) {
      outgoing.writeHead(502).end(String(error));
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return server;
}
