import { Buffer } from 'node:buffer';
import { Fault } from '../../model/fault.ts';
import { limits } from '../../model/limits.ts';
import type { CanonicalRow } from '../../model/value.ts';
import { literalBytes } from '../sql/column-value.ts';
import { hexText } from '../sql/literal.ts';
import { columnAt, manipulationOf } from '../sql/manipulation.ts';
import { rowDecoder } from '../sql/row-decoder.ts';
import { begin, commit, rollback } from '../sql/session-statements.ts';
import { keyCollision, refusedByWarning } from './data-faults.ts';
import { closeRange, compareAndSet, type RangeWrite, type Written } from './range-write.ts';
import { retried } from './retry.ts';
import { statementsWithin } from './statement-size.ts';
import { TargetFault } from './target-faults.ts';

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
      await write.connection.run(begin, signal);
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
  await connection.run(begin, signal);
  await compareAndSet(write, position, rowsBefore, signal);
  const fresh = write.chunk.existing === 'keep' ? await withoutExisting(write, rows, signal) : rows;
  if (write.chunk.existing !== 'keep') await deleteExisting(write, rows, signal);
  let bytes = 0;
  for (const sql of fresh.length === 0 ? [] : statementsWithin(connection, fresh, statements.insert)) {
    bytes += Buffer.byteLength(sql);
    await insertStrictly(write, sql, signal);
  }
  await connection.run(commit, signal);
  return bytes;
}

async function deleteExisting(write: RangeWrite, rows: readonly CanonicalRow[], signal: AbortSignal): Promise<void> {
  const { connection, table, chunk, untried } = write;
  let deleted = 0;
  for (const sql of statementsWithin(connection, rows, manipulationOf(table).deleteExact)) {
    deleted += (await connection.run(sql, signal)).affectedRows;
  }
  if (deleted === 0 || chunk.existing !== 'none' || !untried) return;
  await connection.run(rollback, signal);
  throw new Fault(
    'KEY_COLLISION',
    `${deleted} rows of ${table.tableId} are on the target already, and not by this range`,
    { subject: table.tableId },
  );
}

/** The rows whose key is not on the target yet, byte for byte. */
async function withoutExisting(
  write: RangeWrite,
  rows: readonly CanonicalRow[],
  signal: AbortSignal,
): Promise<readonly CanonicalRow[]> {
  const { connection, table } = write;
  const positions = table.identity.columns;
  const decode = rowDecoder(positions.map((position) => columnAt(table, position)));
  const existing = new Set<string>();
  for (const sql of statementsWithin(connection, rows, manipulationOf(table).selectExactKeys)) {
    for (const row of await connection.rows(sql, signal)) existing.add(keyText(decode(row)));
  }
  return rows.filter((row) => !existing.has(keyText(positions.map((position) => row[position] ?? null))));
}

/** Injective over the values of one key. */
function keyText(values: CanonicalRow): string {
  return JSON.stringify(
    values.map((value) => (typeof value === 'string' || value === null ? value : [hexText(value)])),
  );
}

async function insertStrictly(write: RangeWrite, sql: string, signal: AbortSignal): Promise<void> {
  const { connection, table } = write;
  try {
    const result = await connection.run(sql, signal);
    // Strict mode still rounds decimals and cuts blanks with no more than a note.
    if (result.warnings > 0) throw await refusedByWarning(connection, table, signal);
  } catch (error) {
    if (error instanceof Fault && !connection.closed) await connection.run(rollback, signal);
    if (error instanceof TargetFault && error.code === 'KEY_COLLISION') throw keyCollision(table, error);
    throw error;
  }
}
