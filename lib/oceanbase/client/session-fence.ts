import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Fault } from '../../model/fault.ts';
import { limits } from '../../model/limits.ts';
import { connectionsCharactersMax, type ChunkName } from '../sql/progress-statements.ts';
import {
  killConnection,
  listConnections,
  namedLockHolders,
  releaseNamedLock,
  takeNamedLock,
} from '../sql/session-statements.ts';
import type { WireRow } from '../sql/row-decoder.ts';
import type { TargetConnection } from './connection.ts';
import { TargetFault } from './target-faults.ts';

/** A session that has, or had, a chunk: `3:18446` is attempt 3 on connection 18446. */
export interface SessionEntry {
  readonly attempt: number;
  readonly connectionId: string;
}

export function formatEntries(entries: readonly SessionEntry[]): string {
  const text = entries.map(({ attempt, connectionId }) => `${attempt}:${connectionId}`).join(',');
  if (text.length > connectionsCharactersMax) {
    throw new Fault('FENCE_FAILED', 'too many earlier attempts at a chunk could not be proved gone');
  }
  return text;
}

export function parseEntries(text: string): readonly SessionEntry[] {
  if (text === '') return [];
  return text.split(',').map((entry) => {
    const [attempt = '', connectionId = ''] = entry.split(':');
    return { attempt: Number(attempt), connectionId };
  });
}

/**
 * How a session of an earlier attempt is recognised. Connection ids start over when MySQL or MariaDB restarts, so an id
 * alone may name somebody else's session by now: there, every attempt holds a lock named after itself, which the server
 * releases when the session has ended and rolled back. OceanBase has no such locks in every version, but its ids do not
 * start over: there the list of sessions decides.
 */
type Fencing = 'named-locks' | 'session-list';

function fencingOf(connection: TargetConnection): Fencing {
  return connection.server.product === 'oceanbase' ? 'session-list' : 'named-locks';
}

function lockName(chunk: ChunkName, attempt: number): string {
  const identity = JSON.stringify([chunk.projectId, chunk.round, chunk.chunkId, attempt]);
  return `seaward.${createHash('sha256').update(identity).digest('hex').slice(0, 48)}`;
}

/** Marks this session as that of an attempt, before the attempt is written down. */
export async function markSession(
  connection: TargetConnection,
  chunk: ChunkName,
  attempt: number,
  signal: AbortSignal,
): Promise<void> {
  if (fencingOf(connection) === 'session-list') return;
  const taken = await connection.value(takeNamedLock(lockName(chunk, attempt)), signal);
  if (taken !== '1') throw new Fault('FENCE_FAILED', 'the lock of a new attempt is held by another session');
}

export async function unmarkSession(
  connection: TargetConnection,
  chunk: ChunkName,
  attempt: number,
  signal: AbortSignal,
): Promise<void> {
  if (fencingOf(connection) === 'session-list') return;
  await connection.rows(releaseNamedLock(lockName(chunk, attempt)), signal);
}

const pollMs = 20;
/** Names and ids asked for in one statement. */
const entriesPerLook = 200;

/** Which of these sessions still exist, as connection ids. */
export async function livingSessions(
  connection: TargetConnection,
  sessions: readonly { readonly chunk: ChunkName; readonly entry: SessionEntry }[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const living: string[] = [];
  for (let start = 0; start < sessions.length; start += entriesPerLook) {
    const group = sessions.slice(start, start + entriesPerLook);
    if (fencingOf(connection) === 'named-locks') {
      const names = group.map(({ chunk, entry }) => lockName(chunk, entry.attempt));
      const [holders] = await connection.rows(namedLockHolders(names), signal);
      for (const holder of holders ?? []) if (holder !== null) living.push(holder.toString('latin1'));
    } else {
      const rows = await listed(
        connection,
        group.map(({ entry }) => entry.connectionId),
        signal,
      );
      for (const [id] of rows) if (id !== null && id !== undefined) living.push(id.toString('latin1'));
    }
  }
  return living.filter((id) => id !== connection.connectionId);
}

/**
 * Where sessions cannot be listed there is nothing to end and nothing to prove: on OceanBase every write is strict, and
 * the compare-and-set at the beginning of each of its transactions fences alone.
 */
async function listed(
  connection: TargetConnection,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<readonly WireRow[]> {
  try {
    return await connection.rows(listConnections(ids), signal);
  } catch (error) {
    if (error instanceof TargetFault && cannotList.has(error.code)) return [];
    throw error;
  }
}

const cannotList: ReadonlySet<string> = new Set(['TARGET_OBJECT_MISSING', 'TARGET_PRIVILEGE']);

/** Ends the sessions of earlier attempts and proves them gone, or fails with FENCE_FAILED. */
export async function endSessions(
  connection: TargetConnection,
  sessions: readonly { readonly chunk: ChunkName; readonly entry: SessionEntry }[],
  signal: AbortSignal,
): Promise<void> {
  const deadline = performance.now() + limits.killWaitMsMax;
  const killed = new Set<string>();
  for (;;) {
    const living = await livingSessions(connection, sessions, signal);
    if (living.length === 0) return;
    for (const id of living) {
      if (!killed.has(id)) await kill(connection, id, signal);
      killed.add(id);
    }
    if (performance.now() > deadline) {
      throw new Fault('FENCE_FAILED', `sessions of an earlier attempt do not end: ${living.join(', ')}`);
    }
    await wait(pollMs, undefined, { signal });
  }
}

const noSuchThread = 1094;
const oceanbaseUnknownSession = 5066;
/** KILL is not ours to give: the wait decides whether the session goes by itself. */
const notOwner = 1095;

async function kill(connection: TargetConnection, id: string, signal: AbortSignal): Promise<void> {
  try {
    await connection.run(killConnection(id), signal);
  } catch (error) {
    const expected = [noSuchThread, oceanbaseUnknownSession, notOwner];
    if (!(error instanceof TargetFault) || error.errno === null || !expected.includes(error.errno)) throw error;
  }
}
