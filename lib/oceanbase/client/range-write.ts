import { Buffer } from 'node:buffer';
import { assert, Fault } from '../../model/fault.ts';
import { limits } from '../../model/limits.ts';
import type { TablePlan } from '../../model/table-plan.ts';
import type { CanonicalRow, RowBatch } from '../../model/value.ts';
import type { ChunkAttempt } from '../../ports/target-loader.ts';
import { literalBytes } from '../sql/column-value.ts';
import { lineOf, loadStatement, parseLoadCounts } from '../sql/load-data.ts';
import { manipulationOf } from '../sql/manipulation.ts';
import { advanceChunk } from '../sql/progress-statements.ts';
import { fenced } from './chunk-ownership.ts';
import type { TargetConnection } from './connection.ts';
import { keyCollision, refusedByWarning } from './data-faults.ts';
import { retried } from './retry.ts';
import { TargetFault } from './target-faults.ts';

/** One range about to be written by the attempt that owns its chunk. */
export interface RangeWrite {
  readonly connection: TargetConnection;
  readonly chunk: ChunkAttempt;
  readonly attempt: number;
  readonly position: number;
  /** Rows of the chunk before this range. */
  readonly rowsBefore: number;
  readonly table: TablePlan;
  readonly read: () => AsyncIterable<RowBatch>;
  readonly rowsPerWrite: number;
}

export interface Written {
  readonly rows: number;
  readonly bytes: number;
}

/** Characters of text built before they go to the socket as one piece. */
const pieceCharacters = 128 * 1024;

/**
 * The bulk path: one LOAD DATA and the new position in one transaction. Returns null when the server warned of anything or
 * skipped a row: then nothing was kept, and the range must be written strictly. LOCAL loads bend values silently otherwise.
 */
export async function writeBulk(write: RangeWrite, signal: AbortSignal): Promise<Written | null> {
  const { connection, table } = write;
  const sent = { rows: 0, bytes: 0 };
  await connection.run('START TRANSACTION', signal);
  const result = await connection.load(loadStatement(table), linePieces(table, write.read(), sent), signal);
  const counts = parseLoadCounts(result.info);
  const clean =
    counts !== null &&
    result.warnings === 0 &&
    counts.warnings === 0 &&
    counts.skipped === 0 &&
    counts.deleted === 0 &&
    counts.records === sent.rows;
  if (!clean) {
    await connection.run('ROLLBACK', signal);
    return null;
  }
  await closeRange(write, sent.rows, signal);
  return sent;
}

async function* linePieces(
  table: TablePlan,
  batches: AsyncIterable<RowBatch>,
  sent: { rows: number; bytes: number },
): AsyncIterable<Buffer> {
  const line = lineOf(table);
  let text = '';
  for await (const { rows } of batches) {
    for (const row of rows) {
      text += line(row);
      if (text.length < pieceCharacters) continue;
      const piece = Buffer.from(text, 'utf8');
      sent.bytes += piece.length;
      yield piece;
      text = '';
    }
    sent.rows += rows.length;
  }
  if (text === '') return;
  const piece = Buffer.from(text, 'utf8');
  sent.bytes += piece.length;
  yield piece;
}

/** The last statements of a range: compare-and-set to the next position, then COMMIT. */
async function closeRange(write: RangeWrite, rows: number, signal: AbortSignal): Promise<void> {
  await compareAndSet(write, write.position + 1, write.rowsBefore + rows, signal);
  await write.connection.run('COMMIT', signal);
}

async function compareAndSet(write: RangeWrite, to: number, rows: number, signal: AbortSignal): Promise<void> {
  const { connection, chunk, attempt, position } = write;
  const set = await connection.run(advanceChunk(chunk, attempt, position, to, rows), signal);
  if (set.affectedRows === 1) return;
  await connection.run('ROLLBACK', signal);
  throw fenced(chunk);
}

/**
 * The strict path: batch by batch, each a transaction of its own that begins with the compare-and-set of the chunk row,
 * deletes its keys byte for byte and inserts. Redoing a range from its start is therefore harmless.
 */
export async function writeStrict(write: RangeWrite, signal: AbortSignal): Promise<Written> {
  const written = { rows: 0, bytes: 0 };
  for await (const rows of strictBatches(write)) {
    const bytes = await retried(signal, async () => await writeBatch(write, rows, signal), write.connection);
    written.rows += rows.length;
    written.bytes += bytes;
  }
  await retried(
    signal,
    async () => {
      await write.connection.run('START TRANSACTION', signal);
      await closeRange(write, written.rows, signal);
    },
    write.connection,
  );
  return written;
}

async function* strictBatches(write: RangeWrite): AsyncIterable<readonly CanonicalRow[]> {
  const rowsMax = Math.min(write.rowsPerWrite, limits.insertRowsMax);
  const bytesMax = Math.min(limits.insertBytesMax, write.connection.server.maxAllowedPacketBytes / 2);
  let batch: CanonicalRow[] = [];
  let bytes = 0;
  for await (const { rows } of write.read()) {
    for (const row of rows) {
      let rowBytes = 0;
      for (const value of row) rowBytes += literalBytes(value);
      if (batch.length > 0 && (batch.length >= rowsMax || bytes + rowBytes > bytesMax)) {
        yield batch;
        batch = [];
        bytes = 0;
      }
      batch.push(row);
      bytes += rowBytes;
    }
  }
  if (batch.length > 0) yield batch;
}

async function writeBatch(write: RangeWrite, rows: readonly CanonicalRow[], signal: AbortSignal): Promise<number> {
  const { connection, table, position, rowsBefore } = write;
  const statements = manipulationOf(table);
  await connection.run('START TRANSACTION', signal);
  await compareAndSet(write, position, rowsBefore, signal);
  for (const sql of statementsWithin(connection, rows, statements.deleteExact)) await connection.run(sql, signal);
  let bytes = 0;
  for (const sql of statementsWithin(connection, rows, statements.insert)) {
    bytes += Buffer.byteLength(sql);
    await insertStrictly(write, sql, signal);
  }
  await connection.run('COMMIT', signal);
  return bytes;
}

async function insertStrictly(write: RangeWrite, sql: string, signal: AbortSignal): Promise<void> {
  const { connection, table } = write;
  try {
    const result = await connection.run(sql, signal);
    // Strict mode still rounds decimals and cuts blanks with no more than a note.
    if (result.warnings > 0) throw await refusedByWarning(connection, table, signal);
  } catch (error) {
    if (error instanceof Fault && !connection.closed) await connection.run('ROLLBACK', signal);
    if (error instanceof TargetFault && error.code === 'KEY_COLLISION') throw keyCollision(table, error);
    throw error;
  }
}

/** Room for the packet's own header and the server's copy of it. */
const packetReserveBytes = 1_024;

/** Renders rows into statements of at most half the server's packet; one row alone may take the whole packet. */
export function statementsWithin(
  connection: TargetConnection,
  rows: readonly CanonicalRow[],
  render: (rows: readonly CanonicalRow[]) => string,
): readonly string[] {
  const packet = connection.server.maxAllowedPacketBytes;
  const sql = render(rows);
  const bytes = Buffer.byteLength(sql);
  if (rows.length > 1 && bytes > packet / 2) {
    const middle = rows.length >> 1;
    return [
      ...statementsWithin(connection, rows.slice(0, middle), render),
      ...statementsWithin(connection, rows.slice(middle), render),
    ];
  }
  if (bytes > packet - packetReserveBytes) {
    throw new Fault('LOB_TOO_LARGE', `a row takes ${bytes} bytes as a statement, the server takes ${packet}`, {
      side: 'target',
      remedy: `SET GLOBAL max_allowed_packet = ${2 ** Math.ceil(Math.log2(bytes + packetReserveBytes))}; then retry.`,
    });
  }
  assert(rows.length > 0, 'a statement for no rows');
  return [sql];
}
