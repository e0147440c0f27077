import type { IncomingMessage, Server } from 'node:http';
import { PassThrough } from 'node:stream';
import dynalite from 'dynalite';
import { createProjectTable } from '../aws/create-project-table.ts';
import { assert } from '../model/fault.ts';
import { listenOnLoopback } from './listen-on-loopback.ts';

export interface DynaliteEngine extends AsyncDisposable {
  readonly endpoint: string;
  readonly table: string;
}

/**
 * Starts an embedded DynamoDB on a LevelDB directory and creates the project table in it. What was acknowledged survives
 * the death of this process (kill -9), because LevelDB writes its log before it answers. One process per
 * directory: the lock of the state directory sees to that.
 */
export async function startDynaliteEngine(options: {
  readonly directory: string;
  readonly table: string;
}): Promise<DynaliteEngine> {
  const engine = dynalite({ path: options.directory, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  const [handler] = engine.listeners('request');
  assert(typeof handler === 'function', 'dynalite has no request handler');
  engine.removeAllListeners('request');
  engine.on('request', (request, response) => {
    void completeRequest(request).then((whole) => {
      if (whole !== null) Reflect.apply(handler, engine, [whole, response]);
    });
  });
  const endpoint = await listenOnLoopback(engine);
  const close = async (): Promise<void> => {
    engine.closeAllConnections();
    await closed(engine);
  };
  try {
    await createProjectTable(options.table, endpoint);
  } catch (error) {
    await close();
    throw error;
  }
  return { endpoint, table: options.table, [Symbol.asyncDispose]: close };
}

/**
 * The request with its whole body, or null when the client went away. The engine throws out of an event handler when a
 * request breaks off, which would end this process whenever a function is killed in the middle of a call.
 */
async function completeRequest(request: IncomingMessage): Promise<PassThrough | null> {
  const parts: Buffer[] = [];
  try {
    for await (const part of request) {
      assert(Buffer.isBuffer(part), 'a request body comes in buffers');
      parts.push(part);
    }
  } catch {
    // The client is gone: there is nobody to answer.
    return null;
  }
  const { method, url, headers } = request;
  const whole = Object.assign(new PassThrough(), { method, url, headers });
  whole.end(Buffer.concat(parts));
  return whole;
}

async function closed(server: Server): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.close((error) => {
      if (error instanceof Error) reject(error);
      else resolve();
    });
  });
}
