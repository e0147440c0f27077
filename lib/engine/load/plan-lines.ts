import type { ChunkLine, ChunkPart } from '../../model/chunk.ts';
import { limits } from '../../model/limits.ts';
import { type LoadTable, planChunks } from './plan-chunks.ts';

/** Whole tables are put together up to so many ranges, and rows as far as they are known. */
const rangesMax = 40;
const rowsMax = 500_000;
const lineBytesMax = limits.manifestLineBytesMax - 200;

/**
 * Lines of a load. A chunk holds ranges of one table, or several whole tables: when a table must be emptied and loaded
 * again, the chunks that hold it hold no part of another table that would have to stay.
 */
export function* planLines(
  tables: readonly LoadTable[],
  settings: { readonly blockBytes: number; readonly workers: number },
): Generator<ChunkLine> {
  const whole: { readonly part: ChunkPart; readonly rows: number }[] = [];
  let number = 0;
  for (const table of tables) {
    const lines = [...planChunks([table], { ...settings, idPrefix: `t${String(number).padStart(5, '0')}-` })];
    const part = lines.length === 1 ? lines[0]?.parts[0] : undefined;
    if (part !== undefined) whole.push({ part, rows: Number(table.plan.rowsEstimated ?? 0) });
    else yield* lines;
    number += 1;
  }
  yield* together(whole);
}

function* together(whole: readonly { readonly part: ChunkPart; readonly rows: number }[]): Generator<ChunkLine> {
  let parts: ChunkPart[] = [];
  let rows = 0;
  let number = 0;
  const line = (): ChunkLine => ({ chunkId: `s-${String(number++).padStart(6, '0')}`, parts });
  for (const next of whole) {
    const joined = [...parts, next.part];
    const ranges = joined.reduce((sum, part) => sum + part.ranges.length, 0);
    const tooMuch =
      ranges > rangesMax || rows + next.rows > rowsMax || Buffer.byteLength(JSON.stringify(joined)) > lineBytesMax;
    if (parts.length > 0 && tooMuch) {
      yield line();
      parts = [next.part];
      rows = next.rows;
    } else {
      parts = joined;
      rows += next.rows;
    }
  }
  if (parts.length > 0) yield line();
}
