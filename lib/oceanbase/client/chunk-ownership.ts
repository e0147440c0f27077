import { assert, Fault } from '../../model/fault.ts';
import type { ChunkAttempt } from '../../ports/target-loader.ts';
import {
  claimChunk,
  insertChunk,
  insertClaim,
  keepConnection,
  lockChunk,
  lockClaim,
  lockProject,
  ownChunk,
} from '../sql/progress-statements.ts';
import type { WireRow } from '../sql/row-decoder.ts';
import { begin, commit } from '../sql/session-statements.ts';
import type { TargetConnection } from './connection.ts';
import { endSessions, formatEntries, markSession, parseEntries, type SessionEntry } from './session-fence.ts';

/** A chunk in our hands: nothing of an earlier attempt runs any more, and the position is final. */
export interface Ownership {
  readonly attempt: number;
  readonly position: number;
  readonly rows: number;
}

/**
 * Takes a chunk over (H5), in this order:
 * 1. the claim: under the lock of the project row (its round must be ours), the next attempt and our session are written
 *    down and committed. Nobody who writes rows holds this lock, so that a frozen attempt cannot hold it back; and from
 *    here on an earlier attempt that reconnects finds itself fenced;
 * 2. the sessions of earlier attempts are ended and proved gone: nothing uncommitted of theirs is left;
 * 3. the chunk row becomes ours: from here on every compare-and-set of an earlier attempt fails, whatever became of 2.
 *    The position read under its lock is final, because who commits a position holds the same lock;
 * 4. only then the earlier sessions are forgotten.
 *
 * `ours` lists the sessions under which this writer has claimed the chunk, or null at its first opening: a writer that
 * reconnects must find one of its own sessions as the last claim, or it was fenced. Faults: FENCED, FENCE_FAILED, TARGET_*.
 */
export async function takeChunk(
  connection: TargetConnection,
  chunk: ChunkAttempt,
  ours: readonly SessionEntry[] | null,
  tried: (entry: SessionEntry) => void,
  signal: AbortSignal,
): Promise<Ownership> {
  const { own, before } = await claim(connection, chunk, ours, tried, signal);
  const sessions = before.map((entry) => ({ chunk, entry }));
  if (sessions.length > 0) await endSessions(connection, sessions, signal);
  const ownership = await becomeOwner(connection, chunk, own, signal);
  const kept = await connection.run(keepConnection(chunk, own.attempt, formatEntries([own])), signal);
  if (kept.affectedRows !== 1) throw fenced(chunk);
  return ownership;
}

async function claim(
  connection: TargetConnection,
  chunk: ChunkAttempt,
  ours: readonly SessionEntry[] | null,
  tried: (entry: SessionEntry) => void,
  signal: AbortSignal,
): Promise<{ readonly own: SessionEntry; readonly before: readonly SessionEntry[] }> {
  await connection.run(begin, signal);
  await assertRound(connection, chunk, signal);
  if (ours === null) await connection.run(insertClaim(chunk), signal);
  const [row] = await connection.rows(lockClaim(chunk), signal);
  if (row === undefined) throw fenced(chunk);
  const before = parseEntries(row[1]?.toString('utf8') ?? '');
  if (ours !== null && !holdsOneOf(before, ours)) throw fenced(chunk);
  const own: SessionEntry = { attempt: integer(row, 0) + 1, connectionId: connection.connectionId };
  await markSession(connection, chunk, own.attempt, signal);
  tried(own);
  await connection.run(claimChunk(chunk, own.attempt, formatEntries([...before, own])), signal);
  await connection.run(commit, signal);
  return { own, before };
}

async function becomeOwner(
  connection: TargetConnection,
  chunk: ChunkAttempt,
  own: SessionEntry,
  signal: AbortSignal,
): Promise<Ownership> {
  await connection.run(begin, signal);
  // Again, because a round may have begun meanwhile and forgotten the rows of this one: it must not come back to life.
  await assertRound(connection, chunk, signal);
  await connection.run(insertChunk(chunk, chunk.ranges, chunk.scn), signal);
  const [row] = await connection.rows(lockChunk(chunk), signal);
  const owned = await connection.run(ownChunk(chunk, own.attempt, chunk.scn), signal);
  if (row === undefined || owned.affectedRows !== 1) throw fenced(chunk);
  assert(integer(row, 2) === chunk.ranges, `chunk ${chunk.chunkId} was opened with another number of ranges before`);
  await connection.run(commit, signal);
  return { attempt: own.attempt, position: integer(row, 1), rows: integer(row, 3) };
}

export function fenced(chunk: ChunkAttempt): Fault {
  return new Fault('FENCED', `another attempt has taken over chunk ${chunk.chunkId}`, { subject: chunk.chunkId });
}

async function assertRound(connection: TargetConnection, chunk: ChunkAttempt, signal: AbortSignal): Promise<void> {
  const round = await connection.value(lockProject(chunk.projectId), signal);
  if (round === String(chunk.round)) return;
  const now = round === null ? 'no round was begun' : `round ${round} is current`;
  throw new Fault('FENCED', `chunk ${chunk.chunkId} belongs to round ${chunk.round}, but ${now}`, {
    subject: chunk.chunkId,
  });
}

function integer(row: WireRow, index: number): number {
  const value = Number(row[index]?.toString('latin1'));
  assert(Number.isSafeInteger(value), 'a row of progress holds something that is not an integer');
  return value;
}

function holdsOneOf(entries: readonly SessionEntry[], ours: readonly SessionEntry[]): boolean {
  const last = entries.at(-1);
  return ours.some(({ attempt, connectionId }) => attempt === last?.attempt && connectionId === last.connectionId);
}
