import { keyRanges } from '../engine/load/key-ranges.ts';
import { blocksOf, rowidRanges } from '../engine/load/rowid-ranges.ts';
import type { DataObject } from '../model/chunk.ts';
import type { ChunkRange } from '../model/chunk.ts';
import type { Scn } from '../model/scn.ts';
import { isLargeObject, type TablePlan } from '../model/table-plan.ts';
import type { CanonicalRow } from '../model/value.ts';
import type { RowSource } from '../ports/row-source.ts';
import type { SchemaSource } from '../ports/schema-source.ts';

/** Row size assumed where statistics were never gathered. */
const rowBytesAssumed = 100;

/** Of a block's bytes, those that hold rows (PCTFREE 10 and the header away). */
const blockFill = 0.85;

/** Rows of a table with large objects per range: its rows are read one at a time and may be large. */
const largeObjectRows = 500;

/** How many rows a range of this table should have. */
export function rowsPerRange(plan: TablePlan, rows: number): number {
  return plan.columns.some(isLargeObject) ? Math.min(rows, largeObjectRows) : rows;
}

/** Ranges of the given data objects, of about `rows` rows each. */
export function dataObjectRanges(
  plan: TablePlan,
  dataObjects: readonly DataObject[],
  blockBytes: number,
  rows: number,
): readonly ChunkRange[] {
  const perBlock = rowsPerBlock(plan, dataObjects, blockBytes);
  const blocks = Math.max(1, Math.ceil(rowsPerRange(plan, rows) / perBlock));
  return dataObjects.flatMap((object) => rowidRanges(object, blocks));
}

/** Rows of a table as far as one can know before reading: statistics, else blocks times an assumed row size. */
export function estimatedRows(plan: TablePlan, dataObjects: readonly DataObject[], blockBytes: number): number {
  if (plan.rowsEstimated !== null) return Number(plan.rowsEstimated);
  const blocks = dataObjects.reduce((total, object) => total + blocksOf(object), 0);
  return blocks * rowsPerBlock(plan, dataObjects, blockBytes);
}

function rowsPerBlock(plan: TablePlan, dataObjects: readonly DataObject[], blockBytes: number): number {
  const blocks = dataObjects.reduce((total, object) => total + blocksOf(object), 0);
  const byStatistics = plan.rowsEstimated === null || blocks === 0 ? 0 : Number(plan.rowsEstimated) / blocks;
  const bySize = (blockBytes * blockFill) / Math.max(1, plan.averageRowBytes ?? rowBytesAssumed);
  // Stale statistics of a grown table would make ranges too large; the fuller assumption wins.
  return Math.max(1, byStatistics, bySize);
}

/** Key ranges of about `rows` rows each, by sampling the identity in its order. */
export async function sampledKeyRanges(
  source: RowSource,
  plan: TablePlan,
  scn: Scn,
  rows: number,
  signal: AbortSignal,
): Promise<readonly ChunkRange[]> {
  const samples: CanonicalRow[] = [];
  for await (const row of source.sampleIdentities(plan, rowsPerRange(plan, rows), scn, signal)) samples.push(row);
  return keyRanges(samples);
}

/** Data objects of one table, as of now. */
export async function tableDataObjects(
  schema: SchemaSource,
  plan: TablePlan,
  signal: AbortSignal,
): Promise<readonly DataObject[]> {
  const found: DataObject[] = [];
  for await (const object of schema.listDataObjects([plan.source], signal)) found.push(object);
  return found;
}
