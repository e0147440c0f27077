/** Up to a thousand tables of one schema, described in a dozen round trips. */
import type { SourceColumn, SourceTable, TableName } from '../../model/source-table.ts';
import * as dictionary from '../sql/dictionary-tables.ts';
import { oracleTypeOf } from '../sql/oracle-type-of.ts';
import { sourceConstraints } from './describe-constraints.ts';
import { sourceIndexes } from './describe-indexes.ts';
import { sourcePartitioning } from './describe-partitions.ts';
import { count, countOrNull, groupBy, text, textOrNull } from './dictionary-cells.ts';
import type { OracleSession, SourceRow } from './oracle-session.ts';
import type { Groups, TableFacts } from './table-facts.ts';

/** Describes the tables of a schema that exist and are visible; the others are left out. */
export async function describeTables(
  session: OracleSession,
  schema: string,
  names: readonly string[],
  signal: AbortSignal,
): Promise<readonly SourceTable[]> {
  const tables = await session.rows(dictionary.tableRows(schema, names), signal);
  if (tables.length === 0) return [];
  const facts = await readFacts(session, schema, tables, signal);
  return tables.map((row) => sourceTable({ schema, table: text(row, 0) }, row, facts));
}

async function readFacts(
  session: OracleSession,
  schema: string,
  tables: readonly SourceRow[],
  signal: AbortSignal,
): Promise<TableFacts> {
  const names = tables.map((row) => text(row, 0));
  const partitioned = tables.filter((row) => text(row, 5) === 'YES').map((row) => text(row, 0));
  const read = async (query: typeof dictionary.columnRows, wanted = names): Promise<Groups> =>
    wanted.length === 0 ? new Map() : groupBy(await session.rows(query(schema, wanted), signal), 0);
  return {
    columns: await read(dictionary.columnRows),
    identities: await read(dictionary.identityRows),
    constraints: await read(dictionary.constraintRows),
    constraintColumns: await read(dictionary.constraintColumnRows),
    referenced: await read(dictionary.referencedRows),
    indexes: await read(dictionary.indexRows),
    indexColumns: await read(dictionary.indexColumnRows),
    indexExpressions: await read(dictionary.indexExpressionRows),
    tableComments: await read(dictionary.tableCommentRows),
    columnComments: await read(dictionary.columnCommentRows),
    partitioned: await read(dictionary.partitionedTableRows, partitioned),
    partitionKeys: await read((owner, wanted) => dictionary.partitionKeyRows(owner, wanted, 'partition'), partitioned),
    subpartitionKeys: await read(
      (owner, wanted) => dictionary.partitionKeyRows(owner, wanted, 'subpartition'),
      partitioned,
    ),
    partitions: await read(dictionary.partitionRows, partitioned),
    subpartitions: await read(dictionary.subpartitionRows, partitioned),
  };
}

/** `row` has the columns of dictionary.tableRows. */
function sourceTable(name: TableName, row: SourceRow, facts: TableFacts): SourceTable {
  const rows = textOrNull(row, 6);
  const columns = sourceColumns(name.table, facts);
  const comment = facts.tableComments.get(name.table)?.[0];
  return {
    name,
    columns,
    ...sourceConstraints(name.table, facts),
    indexes: sourceIndexes(name.table, facts),
    comment: comment === undefined ? null : textOrNull(comment, 1),
    organization: organization(textOrNull(row, 2), text(row, 4)),
    temporary: text(row, 1) === 'Y',
    partitioning: sourcePartitioning(name.table, facts),
    rowsEstimated: rows === null ? null : BigInt(rows),
    averageRowBytes: countOrNull(row, 7),
  };
}

function organization(iotType: string | null, nested: string): SourceTable['organization'] {
  if (iotType === 'IOT') return 'index';
  return iotType !== null || nested === 'YES' ? 'other' : 'heap';
}

function sourceColumns(table: string, facts: TableFacts): readonly SourceColumn[] {
  const comments = new Map(
    (facts.columnComments.get(table) ?? []).map((row) => [text(row, 1), textOrNull(row, 2)] as const),
  );
  const generation = new Map((facts.identities.get(table) ?? []).map((row) => [text(row, 1), text(row, 2)] as const));
  return (facts.columns.get(table) ?? []).map((row) => {
    const name = text(row, 1);
    const identity = textOrNull(row, 12) === 'YES';
    const virtual = text(row, 10) === 'YES';
    return {
      name,
      type: oracleTypeOf({
        dataType: textOrNull(row, 2) ?? 'UNKNOWN',
        owner: textOrNull(row, 3),
        dataLength: count(row, 4),
        precision: countOrNull(row, 5),
        scale: countOrNull(row, 6),
        charLength: countOrNull(row, 8) ?? 0,
        charUsed: textOrNull(row, 9),
      }),
      nullable: textOrNull(row, 7) !== 'N',
      // The default of an identity column is its hidden sequence, that of a virtual column its expression.
      defaultText: identity || virtual ? null : textOrNull(row, 13),
      virtual,
      hidden: text(row, 11) === 'YES',
      identity: identity ? (generation.get(name) === 'BY DEFAULT' ? 'by-default' : 'always') : 'none',
      comment: comments.get(name) ?? null,
    };
  });
}
