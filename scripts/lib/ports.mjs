import { createServer } from 'node:net';
import { refuse } from './say.mjs';

const isFree = port =>
  new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** Refuses with the port's number and the variable that moves it. */
export async function checkPorts(ports) {
  for (const [variable, port] of Object.entries(ports)) {
    if (!(await isFree(port))) refuse(`Port ${port} is in use.`, `End what listens there, or choose another port: ${variable}=${port + 1000} npm run demo`);
  }
}

/** A port that nobody uses now. */
export const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
