import { assert, Fault } from '../../model/fault.ts';
import type { ChunkAttempt } from '../../ports/target-loader.ts';
import { insertChunk, keepConnection, lockProject, selectChunk, takeOver } from '../sql/progress-statements.ts';
import type { WireRow } from '../sql/row-decoder.ts';
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
 * 1. under the locks of the project row (its round must be ours) and of the chunk row, the next attempt and our session
 *    are written down and committed; from here on every compare-and-set of an earlier attempt fails;
 * 2. the sessions of earlier attempts are ended and proved gone, so that nothing uncommitted of theirs is left;
 * 3. only then they are forgotten.
 * The position read under the lock is final: who commits a position holds the same lock.
 *
 * `ours` lists the sessions under which this writer has had the chunk, or null at its first opening: a writer that
 * reconnects must find one of its own sessions on the chunk, or it was fenced. Fault: FENCED, FENCE_FAILED, TARGET_*.
 */
export async function takeChunk(
  connection: TargetConnection,
  chunk: ChunkAttempt,
  ours: readonly SessionEntry[] | null,
  tried: (entry: SessionEntry) => void,
  signal: AbortSignal,
): Promise<Ownership> {
  await connection.run('START TRANSACTION', signal);
  await assertRound(connection, chunk, signal);
  const row = await chunkRow(connection, chunk, ours === null, signal);
  const before = parseEntries(row.connections);
  if (ours !== null && !holdsOneOf(before, ours)) throw fenced(chunk);
  assert(row.ranges === chunk.ranges, `chunk ${chunk.chunkId} was opened with another number of ranges before`);
  const own: SessionEntry = { attempt: row.attempt + 1, connectionId: connection.connectionId };
  await markSession(connection, chunk, own.attempt, signal);
  tried(own);
  await connection.run(takeOver(chunk, own.attempt, formatEntries([...before, own]), chunk.scn), signal);
  await connection.run('COMMIT', signal);
  await endSessions(
    connection,
    before.map((entry) => ({ chunk, entry })),
    signal,
  );
  const kept = await connection.run(keepConnection(chunk, own.attempt, formatEntries([own])), signal);
  if (kept.affectedRows !== 1) throw fenced(chunk);
  return { attempt: own.attempt, position: row.position, rows: row.rows };
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

interface ChunkRow {
  readonly attempt: number;
  readonly connections: string;
  readonly position: number;
  readonly ranges: number;
  readonly rows: number;
}

async function chunkRow(
  connection: TargetConnection,
  chunk: ChunkAttempt,
  create: boolean,
  signal: AbortSignal,
): Promise<ChunkRow> {
  // Creating first and locking then needs no gap lock between the two.
  if (create) await connection.run(insertChunk(chunk, chunk.ranges, chunk.scn), signal);
  const [row] = await connection.rows(selectChunk(chunk, 'for-update'), signal);
  if (row === undefined) throw fenced(chunk);
  return {
    attempt: integer(row, 0),
    connections: row[1]?.toString('utf8') ?? '',
    position: integer(row, 2),
    ranges: integer(row, 3),
    rows: integer(row, 4),
  };
}

function integer(row: WireRow, index: number): number {
  const value = Number(row[index]?.toString('latin1'));
  assert(Number.isSafeInteger(value), 'a chunk row holds something that is not an integer');
  return value;
}

function holdsOneOf(entries: readonly SessionEntry[], ours: readonly SessionEntry[]): boolean {
  const last = entries.at(-1);
  return ours.some(({ attempt, connectionId }) => attempt === last?.attempt && connectionId === last.connectionId);
}
