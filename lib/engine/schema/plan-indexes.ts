/**
 * Indexes of the target. Early: what identifies rows and what is unique, before the first row. Late: the others, when the
 * project builds indexes after the load. What the target cannot express is left out with a statement; a unique key that it
 * cannot hold refuses the table, because uniqueness must not be lost in silence.
 */
import { Fault, assert } from '../../model/fault.ts';
import type { TableDefinition } from '../../model/migration-plan.ts';
import { type SourceIndex, type TableName, tableId } from '../../model/source-table.ts';
import type { RowIdentity, UniqueKeyPlan } from '../../model/table-plan.ts';
import type { TargetIndex } from '../../model/target-object.ts';
import { IndexNames } from './index-names.ts';
import type { PlannedColumn } from './plan-columns.ts';
import type { PlannedPartitioning } from './plan-partitioning.ts';
import type { PlanRequest } from './plan-request.ts';
import { type ChosenKey, plainColumns, uniqueKeysOf } from './row-identity.ts';
import { keyBytes } from './row-size.ts';

export interface PlannedIndexes {
  readonly identity: RowIdentity;
  readonly uniqueKeys: readonly UniqueKeyPlan[];
  readonly indexes: TableDefinition['indexes'];
  readonly conversions: readonly string[];
  readonly faults: readonly Fault[];
}

/** Plans all indexes of a table but its primary key, which is part of the table. */
export function planIndexes(
  request: PlanRequest,
  key: ChosenKey,
  { columns, partitioning }: Pick<PlannedPartitioning, 'columns' | 'partitioning'>,
  table: TableName,
): PlannedIndexes {
  const context = {
    request,
    columns,
    table,
    positions: sourcePositions(columns),
    names: new IndexNames(request, table),
    partitionColumns: partitioning?.columns ?? [],
  };
  const uniques = uniqueIndexes(context, key);
  const plain = plainIndexes(context);
  const id = tableId(request.table.name);
  const describe = (index: TargetIndex, moment: 'early' | 'late'): TableDefinition['indexes'][number] => ({
    objectId: `INDEX ${id}.${index.name}`,
    index,
    moment,
  });
  const moment = request.settings.postIndexing ? 'late' : 'early';
  return {
    identity: uniques.identity,
    uniqueKeys: uniques.uniqueKeys,
    indexes: [
      ...uniques.indexes.map((index) => describe(index, 'early')),
      ...plain.indexes.map((index) => describe(index, moment)),
    ],
    conversions: [...uniques.conversions, ...plain.conversions],
    faults: uniqueFaults(context, key, uniques.indexes),
  };
}

interface Context {
  readonly request: PlanRequest;
  readonly columns: readonly PlannedColumn[];
  readonly table: TableName;
  /** Source column name to position; ROWID helpers have no source name. */
  readonly positions: ReadonlyMap<string, number>;
  readonly names: IndexNames;
  /** Target names: every unique index of a partitioned table must contain them. */
  readonly partitionColumns: readonly string[];
}

function sourcePositions(columns: readonly PlannedColumn[]): ReadonlyMap<string, number> {
  const positions = new Map<string, number>();
  columns.forEach(({ plan }, position) => {
    if (plan.origin.kind === 'column') positions.set(plan.origin.name, position);
  });
  return positions;
}

interface UniqueIndexes {
  readonly identity: RowIdentity;
  readonly uniqueKeys: readonly UniqueKeyPlan[];
  readonly indexes: readonly TargetIndex[];
  readonly conversions: readonly string[];
}

function uniqueIndexes(context: Context, key: ChosenKey): UniqueIndexes {
  const indexes: TargetIndex[] = [];
  const conversions: string[] = [];
  const uniqueKeys: UniqueKeyPlan[] = [];
  let identity = fixedIdentity(context, key, indexes);
  for (const unique of uniqueKeysOf(context.request.table)) {
    if (!unique.columns.every((name) => context.positions.has(name))) {
      conversions.push(`unique key ${unique.name} is left out: it has columns that are not migrated`);
      continue;
    }
    const name = context.names.take(unique.name, unique.generatedName, 'UK');
    const positions = positionsOf(context, unique.columns);
    indexes.push(targetIndex(context, name, true, positions, descendingParts(context, unique.name)));
    if (key.kind === 'unique' && key.name === unique.name) identity = { kind: 'key', name, columns: positions };
    else uniqueKeys.push({ name, columns: positions });
  }
  assert(identity !== null, `the chosen key of ${tableId(context.request.table.name)} is among its unique keys`);
  return { identity, uniqueKeys, indexes, conversions };
}

/** The identity that no unique key gives: the primary key, or the ROWID helpers with their index. */
function fixedIdentity(context: Context, key: ChosenKey, indexes: TargetIndex[]): RowIdentity | null {
  switch (key.kind) {
    case 'primary':
      return { kind: 'key', name: 'PRIMARY', columns: positionsOf(context, key.columns) };
    case 'unique':
      return null;
    case 'rowid': {
      const helpers = context.columns.flatMap(({ plan }, at) => (plan.origin.kind === 'rowid-part' ? [at] : []));
      const name = context.names.take(`UK_${context.request.table.name.table}_SEAWARD`, false, 'UK');
      const extra = context.columns.flatMap(({ target }, at) =>
        context.partitionColumns.includes(target.name) ? [at] : [],
      );
      indexes.push(targetIndex(context, name, true, [...helpers, ...extra], []));
      return { kind: 'rowid', columns: helpers };
    }
  }
}

function plainIndexes(context: Context): {
  readonly indexes: readonly TargetIndex[];
  readonly conversions: readonly string[];
} {
  const indexes: TargetIndex[] = [];
  const conversions: string[] = [];
  const covered = coveredColumnLists(context);
  for (const index of context.request.table.indexes) {
    const columns = plainColumns(index.parts);
    if (columns !== null && covered.has(JSON.stringify(columns))) continue;
    const problem = indexProblem(context, index, columns);
    if (columns === null || problem !== null) {
      conversions.push(`index ${index.name} is left out: ${problem ?? 'it is over an expression'}`);
      continue;
    }
    covered.add(JSON.stringify(columns));
    const name = context.names.take(index.name, index.name.startsWith('SYS_'), 'IX');
    const descending = index.parts.map((part) => part.descending);
    indexes.push(targetIndex(context, name, false, positionsOf(context, columns), descending));
    if (index.type.startsWith('BITMAP')) conversions.push(`index ${index.name}: BITMAP becomes an ordinary index`);
  }
  return { indexes, conversions };
}

/** Column lists that have an index already: keys bring their own. */
function coveredColumnLists(context: Context): Set<string> {
  const { table } = context.request;
  const lists = new Set<string>();
  const migrated = (columns: readonly string[]): boolean => columns.every((name) => context.positions.has(name));
  if (table.primaryKey !== null && migrated(table.primaryKey.columns))
    lists.add(JSON.stringify(table.primaryKey.columns));
  for (const unique of uniqueKeysOf(table)) if (migrated(unique.columns)) lists.add(JSON.stringify(unique.columns));
  return lists;
}

function indexProblem(context: Context, index: SourceIndex, columns: readonly string[] | null): string | null {
  if (columns === null) {
    return index.unique
      ? 'it is unique over an expression; the target will not enforce it'
      : 'it is over an expression';
  }
  if (/DOMAIN|CLUSTER|LOB/.test(index.type)) return `its type ${index.type} has no counterpart`;
  const { limits } = context.request.server;
  const missing = columns.find((name) => !context.positions.has(name));
  if (missing !== undefined) return `column ${missing} is not migrated`;
  if (columns.length > limits.keyColumns) return `${columns.length} columns, the server holds ${limits.keyColumns}`;
  const types = positionsOf(context, columns).map((position) => columnAt(context, position).target.type);
  if (types.some((type) => type.kind === 'longtext' || type.kind === 'longblob')) {
    return 'it has a column that is a large object on the target';
  }
  const bytes = keyBytes(types);
  return bytes > limits.keyBytes ? `a key takes up to ${bytes} bytes, the server holds ${limits.keyBytes}` : null;
}

function uniqueFaults(context: Context, key: ChosenKey, indexes: readonly TargetIndex[]): readonly Fault[] {
  const byName = new Map(context.columns.map(({ target }) => [target.name, target.type]));
  const primary = key.kind === 'primary' ? positionsOf(context, key.columns) : [];
  const keys = [
    { name: 'the primary key', types: primary.map((position) => columnAt(context, position).target.type) },
    ...indexes.map((index) => ({
      name: `unique key ${index.name}`,
      types: index.columns.flatMap((column) => byName.get(column.name) ?? []),
    })),
  ];
  const { limits } = context.request.server;
  const subject = tableId(context.request.table.name);
  return keys.flatMap(({ name, types }) => {
    if (types.length > limits.keyColumns) {
      const cause = `${name} has ${types.length} columns, the server holds ${limits.keyColumns}`;
      return [new Fault('TARGET_LIMIT', cause, { subject })];
    }
    const bytes = keyBytes(types);
    if (bytes <= limits.keyBytes) return [];
    return [
      new Fault('TARGET_LIMIT', `${name} takes up to ${bytes} bytes, the server holds ${limits.keyBytes}`, { subject }),
    ];
  });
}

function targetIndex(
  context: Context,
  name: string,
  unique: boolean,
  positions: readonly number[],
  descending: readonly boolean[],
): TargetIndex {
  const columns = positions.map((position, part) => ({
    name: columnAt(context, position).target.name,
    descending: descending[part] ?? false,
  }));
  return { table: context.table, name, unique, columns };
}

/** A unique index may be declared over descending parts; a constraint never is. */
function descendingParts(context: Context, name: string): readonly boolean[] {
  const index = context.request.table.indexes.find((candidate) => candidate.name === name);
  return index === undefined ? [] : index.parts.map((part) => part.descending);
}

function positionsOf(context: Context, names: readonly string[]): number[] {
  return names.map((name) => {
    const position = context.positions.get(name);
    assert(position !== undefined, `key column ${name} is not migrated`);
    return position;
  });
}

function columnAt(context: Context, position: number): PlannedColumn {
  const column = context.columns[position];
  assert(column !== undefined, `no column ${position}`);
  return column;
}
