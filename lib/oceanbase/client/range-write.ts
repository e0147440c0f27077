import { Buffer } from 'node:buffer';
import type { TablePlan } from '../../model/table-plan.ts';
import type { RowBatch } from '../../model/value.ts';
import type { ChunkAttempt } from '../../ports/target-loader.ts';
import { escapeBytes, hasRawBytes, lineOf, linePartsOf, loadStatement, parseLoadCounts } from '../sql/load-data.ts';
import { advanceChunk } from '../sql/progress-statements.ts';
import { begin, commit, rollback } from '../sql/session-statements.ts';
import { fenced } from './chunk-ownership.ts';
import type { TargetConnection } from './connection.ts';

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
  /** True while nobody can have written a row of this range: what is there then with the same key is not ours. */
  readonly untried: boolean;
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
  // The source may take minutes to find its first row, and the server waits 60 s for a load's next bytes: read, then load.
  const batches = await started(write.read());
  await connection.run(begin, signal);
  const result = await connection.load(
    loadStatement(table),
    (hasRawBytes(table) ? rawPieces : linePieces)(table, batches, sent),
    signal,
  );
  const counts = parseLoadCounts(result.info);
  const clean =
    counts !== null &&
    result.warnings === 0 &&
    counts.warnings === 0 &&
    counts.skipped === 0 &&
    counts.deleted === 0 &&
    counts.records === sent.rows;
  if (!clean) {
    await connection.run(rollback, signal);
    return null;
  }
  await closeRange(write, sent.rows, signal);
  return sent;
}

/** Reads the first batch and returns all of them. */
async function started(batches: AsyncIterable<RowBatch>): Promise<AsyncIterable<RowBatch>> {
  const iterator = batches[Symbol.asyncIterator]();
  const first = await iterator.next();
  return (async function* () {
    try {
      for (let next = first; next.done !== true; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  })();
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

/** Lines with large values: texts are gathered as above, bytes go out in pieces of their own. */
async function* rawPieces(
  table: TablePlan,
  batches: AsyncIterable<RowBatch>,
  sent: { rows: number; bytes: number },
): AsyncIterable<Buffer> {
  const partsOf = linePartsOf(table);
  let text = '';
  const flush = (): Buffer => {
    const piece = Buffer.from(text, 'utf8');
    text = '';
    sent.bytes += piece.length;
    return piece;
  };
  for await (const { rows } of batches) {
    for (const row of rows) {
      for (const part of partsOf(row)) {
        if (typeof part === 'string') {
          text += part;
          if (text.length >= pieceCharacters) yield flush();
          continue;
        }
        if (text !== '') yield flush();
        for (let start = 0; start < part.length; start += pieceCharacters) {
          const piece = escapeBytes(part.subarray(start, start + pieceCharacters));
          sent.bytes += piece.length;
          yield piece;
        }
      }
    }
    sent.rows += rows.length;
  }
  if (text !== '') yield flush();
}

/** The last statements of a range: compare-and-set to the next position, then COMMIT. */
export async function closeRange(write: RangeWrite, rows: number, signal: AbortSignal): Promise<void> {
  await compareAndSet(write, write.position + 1, write.rowsBefore + rows, signal);
  await write.connection.run(commit, signal);
}

export async function compareAndSet(write: RangeWrite, to: number, rows: number, signal: AbortSignal): Promise<void> {
  const { connection, chunk, attempt, position } = write;
  const set = await connection.run(advanceChunk(chunk, attempt, position, to, rows), signal);
  if (set.affectedRows === 1) return;
  await connection.run(rollback, signal);
  throw fenced(chunk);
}
