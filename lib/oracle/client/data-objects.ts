/** Data objects of tables with their extents, as of now (H2). */
import type { DataExtent, DataObject } from '../../model/chunk.ts';
import { Fault } from '../../model/fault.ts';
import { dataObjects, tableExtents } from '../sql/dictionary-objects.ts';
import { tableRows } from '../sql/dictionary-tables.ts';
import { count, text, textOrNull } from './dictionary-cells.ts';
import type { OracleSession, SourceRow } from './oracle-session.ts';

/**
 * Pieces of tables that hold rows. An index-organized table is one piece without extents: its rows are in an index and are
 * read by key. Fault SOURCE_PRIVILEGE when the extents may not be read.
 */
export async function readDataObjects(
  session: OracleSession,
  schema: string,
  names: readonly string[],
  signal: AbortSignal,
): Promise<readonly DataObject[]> {
  const tables = await session.rows(tableRows(schema, names), signal);
  if (tables.length === 0) return [];
  const indexOrganized = new Set(tables.filter((row) => textOrNull(row, 2) === 'IOT').map((row) => text(row, 0)));
  const found = tables.map((row) => text(row, 0));
  const objects = await session.rows(dataObjects(schema, found), signal);
  const heap = found.filter((name) => !indexOrganized.has(name));
  const extents =
    heap.length === 0 ? new Map<string, DataExtent[]>() : await readExtents(session, schema, heap, signal);
  return objects.flatMap((row) => dataObject(schema, row, indexOrganized, extents));
}

async function readExtents(
  session: OracleSession,
  schema: string,
  names: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, DataExtent[]>> {
  const extents = new Map<string, DataExtent[]>();
  for (const row of await extentRows(session, schema, names, signal)) {
    const key = pieceKey(text(row, 0), textOrNull(row, 1));
    const extent = { relativeFile: count(row, 2), firstBlock: count(row, 3), blocks: count(row, 4) };
    const known = extents.get(key);
    if (known === undefined) extents.set(key, [extent]);
    else known.push(extent);
  }
  return extents;
}

async function extentRows(
  session: OracleSession,
  schema: string,
  names: readonly string[],
  signal: AbortSignal,
): Promise<readonly SourceRow[]> {
  try {
    return await session.rows(tableExtents(schema, names), signal);
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'SOURCE_OBJECT_MISSING') throw error;
    throw new Fault(
      'SOURCE_PRIVILEGE',
      'the source user may not read DBA_EXTENTS, by which tables are cut into ranges',
      {
        subject: schema,
        error,
        ...(error.record.vendor === null ? {} : { vendor: error.record.vendor }),
      },
    );
  }
}

/** `row` has the columns of dictionary-objects.dataObjects. Pieces without storage of their own have no data object. */
function dataObject(
  schema: string,
  row: SourceRow,
  indexOrganized: ReadonlySet<string>,
  extents: ReadonlyMap<string, DataExtent[]>,
): readonly DataObject[] {
  const table = text(row, 0);
  const partition = textOrNull(row, 1);
  const objectId = text(row, 3);
  const dataObjectId = textOrNull(row, 4);
  const tableId = `${schema}.${table}`;
  if (indexOrganized.has(table)) {
    if (partition !== null) return [];
    return [
      {
        tableId,
        partition: null,
        partitionKind: 'none',
        objectId,
        dataObjectId: dataObjectId ?? objectId,
        extents: [],
      },
    ];
  }
  if (dataObjectId === null) return [];
  return [
    {
      tableId,
      partition,
      partitionKind: partitionKind(text(row, 2)),
      objectId,
      dataObjectId,
      extents: extents.get(pieceKey(table, partition)) ?? [],
    },
  ];
}

function partitionKind(objectType: string): DataObject['partitionKind'] {
  if (objectType === 'TABLE PARTITION') return 'partition';
  return objectType === 'TABLE SUBPARTITION' ? 'subpartition' : 'none';
}

function pieceKey(table: string, partition: string | null): string {
  return JSON.stringify([table, partition]);
}
