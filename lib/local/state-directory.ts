import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { Fault } from '../model/fault.ts';

/**
 * The directory a local deployment lives in:
 *
 *     lock             who works here: process id and when that process started
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

const lockSchema = z.object({ processId: z.int(), startedAt: z.string(), nonce: z.string() });
type Lock = Readonly<z.infer<typeof lockSchema>>;

const lockName = 'lock';
const endpointsName = 'endpoints.json';
const attemptsMax = 10;

/**
 * Takes a state directory for this process, creating it when needed. Fault STATE_LOCKED while another living process has
 * it; the lock of a dead one is replaced.
 */
export async function openStateDirectory(directory: string): Promise<StateDirectory> {
  const root = path.resolve(directory);
  const at = (name: string): string => path.join(root, name);
  for (const name of ['.', 'dynamodb', 'objects', 'logs']) await mkdir(at(name), { recursive: true });
  const lock = await takeLock(at(lockName));
  await rm(at(endpointsName), { force: true });
  return {
    path: root,
    databasePath: at('dynamodb'),
    objectsUrl: pathToFileURL(at('objects')).href,
    logsPath: at('logs'),
    writeEndpoints: async (endpoints) => writeWhole(at(endpointsName), JSON.stringify(endpoints, null, 2)),
    [Symbol.asyncDispose]: async () => {
      const mine = await readLock(at(lockName));
      if (mine?.nonce !== lock.nonce) return;
      await rm(at(endpointsName), { force: true });
      await rm(at(lockName), { force: true });
    },
  };
}

/** Endpoints of the process that works in a state directory right now; undefined when none does. */
export async function findLocalEndpoints(directory: string): Promise<LocalEndpoints | undefined> {
  const lock = await readLock(path.resolve(directory, lockName));
  if (lock === undefined || !(await isAlive(lock))) return undefined;
  const text = await readIfThere(path.resolve(directory, endpointsName));
  const endpoints = text === undefined ? undefined : endpointsSchema.parse(JSON.parse(text));
  return endpoints?.processId === lock.processId ? endpoints : undefined;
}

async function takeLock(place: string): Promise<Lock> {
  const startedAt = await processStart(process.pid);
  const lock: Lock = { processId: process.pid, startedAt, nonce: randomUUID() };
  const own = `${place}.${lock.nonce}`;
  await writeFile(own, JSON.stringify(lock), { flag: 'wx', flush: true });
  try {
    for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
      if (await linked(own, place)) return lock;
      const holder = await readLock(place);
      if (holder === undefined) continue;
      if (await isAlive(holder))
        throw new Fault('STATE_LOCKED', `process ${holder.processId} works on ${path.dirname(place)}`, {
          subject: path.dirname(place),
        });
      await removeStale(place, holder);
    }
  } finally {
    await rm(own, { force: true });
  }
  throw new Fault('STATE_LOCKED', `the lock of ${path.dirname(place)} changes hands all the time`);
}

/** Moves a stale lock away. Should it have been replaced by a living one in between, that one is put back. */
async function removeStale(place: string, stale: Lock): Promise<void> {
  const aside = `${place}.stale.${randomUUID()}`;
  try {
    await rename(place, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  const moved = await readLock(aside);
  if (moved !== undefined && moved.nonce !== stale.nonce) await linked(aside, place);
  await rm(aside, { force: true });
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined when there is none; a lock that cannot be read belongs to nobody. */
async function readLock(place: string): Promise<Lock | undefined> {
  const text = await readIfThere(place);
  if (text === undefined) return undefined;
  try {
    return lockSchema.parse(JSON.parse(text));
  } catch {
    return { processId: -1, startedAt: 'damaged', nonce: 'damaged' };
  }
}

async function isAlive(lock: Lock): Promise<boolean> {
  if (lock.processId <= 0) return false;
  try {
    process.kill(lock.processId, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
  // The number may have been given to another process since.
  return lock.startedAt === (await processStart(lock.processId));
}

/** When a process started, in the kernel's own words (field 22 of /proc/PID/stat); empty where there is no /proc. */
async function processStart(processId: number): Promise<string> {
  const text = await readIfThere(`/proc/${processId}/stat`);
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'ENOTDIR'].includes(codeOf(error))) return undefined;
    throw error;
  }
}

async function writeWhole(file: string, text: string): Promise<void> {
  const beside = `${file}.${randomUUID()}`;
  await writeFile(beside, text, { flag: 'wx', flush: true });
  await rename(beside, file);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
