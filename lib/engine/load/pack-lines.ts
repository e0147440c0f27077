import type { ChunkLine, ChunkPart, ChunkRange } from '../../model/chunk.ts';

export interface TableRanges {
  readonly tableId: string;
  readonly ranges: readonly ChunkRange[];
}

export interface PackLimits {
  readonly lineBytesMax: number;
  readonly rangesMax: number;
}

/** Packs ranges into manifest lines in order: as many as fit the bytes of a line and the number of ranges of a chunk. */
export function* packLines(
  prefix: string,
  tables: Iterable<TableRanges>,
  { lineBytesMax, rangesMax }: PackLimits,
): Generator<ChunkLine> {
  let parts: ChunkPart[] = [];
  let ranges = 0;
  let bytes = 0;
  let number = 0;
  const line = (): ChunkLine => ({ chunkId: `${prefix}${String(number++).padStart(6, '0')}`, parts });
  for (const table of tables) {
    for (const range of table.ranges) {
      const size = Buffer.byteLength(JSON.stringify(range)) + Buffer.byteLength(JSON.stringify(table.tableId)) + 40;
      if (ranges > 0 && (ranges >= rangesMax || bytes + size > lineBytesMax)) {
        yield line();
        parts = [];
        ranges = 0;
        bytes = 0;
      }
      const last = parts.at(-1);
      if (last?.tableId === table.tableId) parts[parts.length - 1] = { ...last, ranges: [...last.ranges, range] };
      else parts.push({ tableId: table.tableId, ranges: [range] });
      ranges += 1;
      bytes += size;
    }
  }
  if (ranges > 0) yield line();
}
