import type { Server } from 'node:http';
import { assert } from '../model/fault.ts';

/** Listens on a free port of 127.0.0.1 and returns its URL. */
export async function listenOnLoopback(server: Server): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  assert(address !== null && typeof address === 'object', 'a server that listens has an address');
  return `http://127.0.0.1:${address.port}`;
}
