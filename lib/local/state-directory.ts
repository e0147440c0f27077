import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { findLockHolder, takeProcessLock } from './process-lock.ts';

/**
 * The directory a local deployment lives in:
 *
 *     lock-*           who works here (process-lock.ts)
 *     endpoints.json   where its embedded services listen, for commands from other terminals
 *     dynamodb/        project store
 *     objects/         object store
 *     logs/            output of functions and workers
 */
export interface StateDirectory extends AsyncDisposable {
  readonly path: string;
  readonly databasePath: string;
  readonly objectsUrl: string;
  readonly logsPath: string;
  writeEndpoints(endpoints: LocalEndpoints): Promise<void>;
}

const endpointsSchema = z.object({
  processId: z.int(),
  dynamodb: z.url(),
  stepFunctions: z.url(),
  table: z.string(),
  objects: z.string(),
  stateMachineArn: z.string(),
  stack: z.string(),
});
/** Where a local deployment can be reached while it runs. */
export type LocalEndpoints = Readonly<z.infer<typeof endpointsSchema>>;

const endpointsName = 'endpoints.json';

/**
 * Takes a state directory for this process, creating it when needed. Fault STATE_LOCKED while another living process has
 * it; what a dead one left is taken over.
 */
export async function openStateDirectory(directory: string): Promise<StateDirectory> {
  const root = path.resolve(directory);
  const at = (name: string): string => path.join(root, name);
  for (const name of ['.', 'dynamodb', 'objects', 'logs']) await mkdir(at(name), { recursive: true });
  const lock = await takeProcessLock(root);
  await rm(at(endpointsName), { force: true });
  return {
    path: root,
    databasePath: at('dynamodb'),
    objectsUrl: pathToFileURL(at('objects')).href,
    logsPath: at('logs'),
    writeEndpoints: async (endpoints) => writeWhole(at(endpointsName), JSON.stringify(endpoints, null, 2)),
    [Symbol.asyncDispose]: async () => {
      await rm(at(endpointsName), { force: true });
      await lock[Symbol.asyncDispose]();
    },
  };
}

/** Endpoints of the process that works in a state directory right now; undefined when none does. */
export async function findLocalEndpoints(directory: string): Promise<LocalEndpoints | undefined> {
  const root = path.resolve(directory);
  const holder = await findLockHolder(root);
  if (holder === undefined) return undefined;
  let text: string;
  try {
    text = await readFile(path.join(root, endpointsName), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const endpoints = endpointsSchema.parse(JSON.parse(text));
  return endpoints.processId === holder ? endpoints : undefined;
}

async function writeWhole(file: string, text: string): Promise<void> {
  const beside = `${file}.${randomUUID()}`;
  await writeFile(beside, text, { flag: 'wx', flush: true });
  await rename(beside, file);
}
