import { coveringRanges } from '../engine/verify/covering-ranges.ts';
import { cutByKey } from '../engine/load/cut-ranges.ts';
import { keyBound } from '../engine/load/key-bound.ts';
import type { ChunkRange, DataObject } from '../model/chunk.ts';
import { limits } from '../model/limits.ts';
import type { Scn } from '../model/scn.ts';
import { isLargeObject, type TablePlan } from '../model/table-plan.ts';
import type { RowSource } from '../ports/row-source.ts';
import type { SchemaSource } from '../ports/schema-source.ts';

/** Rows of a table with large objects per range of verification: its values are read whole. */
const largeObjectRows = 500;

/** Bounds for cutting a table by key: every `rows`-th identity in ascending order. */
export async function sampledBounds(
  source: RowSource,
  plan: TablePlan,
  scn: Scn,
  rows: number,
  signal: AbortSignal,
): Promise<readonly (readonly string[])[]> {
  const bounds: (readonly string[])[] = [];
  for await (const identity of source.sampleIdentities(plan, rows, scn, signal)) bounds.push(keyBound(identity));
  return bounds;
}

/** Ranges of a table for verification: small enough to hold one in memory. Keyless tables are cut by ROWID. */
export async function verificationRanges(
  source: RowSource,
  schema: SchemaSource,
  plan: TablePlan,
  scn: Scn,
  signal: AbortSignal,
): Promise<readonly ChunkRange[]> {
  const rows = plan.columns.some(isLargeObject) ? largeObjectRows : limits.verifyRangeRows;
  if (plan.identity.kind === 'key') {
    const bounds = await sampledBounds(source, plan, scn, rows, signal);
    return cutByKey(plan, { partition: null, partitionKind: 'none' }, bounds, rows).map(({ range }) => range);
  }
  const { blockBytes } = await schema.info(signal);
  return coveringRanges(plan, await tableDataObjects(schema, plan, signal), blockBytes, rows);
}

async function tableDataObjects(
  schema: SchemaSource,
  plan: TablePlan,
  signal: AbortSignal,
): Promise<readonly DataObject[]> {
  const found: DataObject[] = [];
  for await (const object of schema.listDataObjects([plan.source], signal)) found.push(object);
  return found;
}
