import { EVERY_CLUSTER } from '@naytife/backstage-plugin-cnpg-common';
import { Router } from 'express';
import type { RouterDeps } from './createRouter';

const BEAT_MS = 15_000;
const GATHER_MS = 250;

/** One stream per browser: which cluster changed, never what; the page then asks through the gated route. */
export function addChanges(
  router: Router,
  { inventory, access }: RouterDeps,
): void {
  router.get('/changes', async (req, res) => {
    const mayRead = await access.reader(await access.credentials(req));
    res.status(200).set({
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-cache, no-transform',
      Connection: 'keep-alive',
      'X-Accel-Buffering': 'no',
    });
    res.flushHeaders();
    res.write(': connected\n\n');
    const waiting = new Map<string, number>();
    let timer: NodeJS.Timeout | undefined;
    const send = async () => {
      timer = undefined;
      const changed = [...waiting];
      waiting.clear();
      for (const [ref, revision] of changed) {
        const [environment, name] = ref.split('/');
        const entry =
          ref === EVERY_CLUSTER ? undefined : inventory.find(environment, name);
        // "Every cluster" names none. A deleted cluster tells no one anything: whoever shows it asks again and gets 404.
        if (!entry || (await mayRead(entry)))
          res.write(`data: ${JSON.stringify({ cluster: ref, revision })}\n\n`);
      }
    };
    const stop = inventory.onChange((ref, revision) => {
      waiting.set(ref, revision);
      timer ??= setTimeout(() => void send(), GATHER_MS);
    });
    const beat = setInterval(() => res.write(': beat\n\n'), BEAT_MS);
    res.on('close', () => {
      stop();
      clearInterval(beat);
      clearTimeout(timer);
    });
  });
}
