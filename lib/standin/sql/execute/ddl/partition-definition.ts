import { oracleErrorAt } from '../../../oracle-error.ts';
import type {
  Partition,
  PartitionKey,
  Partitioning as TablePartitioning,
  PartitioningKind,
  Table,
} from '../../catalog/table.ts';
import { compileExpression } from '../../expressions/compile.ts';
import type { Expression } from '../../syntax/ast.ts';
import type { PartitionBound, PartitionDefinition, Partitioning } from '../../syntax/ast-table.ts';
import type { SqlType, SqlValue } from '../../values/value.ts';
import { BlockScope } from '../block-scope.ts';
import { boundText } from '../bound-text.ts';
import { assignable } from '../column-assignment.ts';
import { makePartition } from '../make-partition.ts';
import type { PartitionOptions } from '../make-partition.ts';
import { isHighest } from '../partition-routing.ts';
import { newContext } from '../select-block.ts';
import { columnNamed } from './constraint-ddl.ts';
import { parsingOf } from './ddl-context.ts';
import type { DdlContext } from './ddl-context.ts';

const KINDS: Readonly<Record<Partitioning['method'], PartitioningKind>> = {
  range: 'RANGE',
  list: 'LIST',
  hash: 'HASH',
  reference: 'REFERENCE',
  system: 'SYSTEM',
};

/** The partitioning of a new table, without its partitions; subpartition templates are filled in with them. */
export function partitioningOf(node: Partitioning, _context: DdlContext): TablePartitioning {
  if (node.method === 'reference') throw oracleErrorAt(node.offset, 3001);
  const sub = node.subpartitioning;
  return {
    kind: KINDS[node.method],
    columns: node.columns.map((name) => name.text),
    interval: node.interval?.text ?? null,
    automaticList: node.automatic,
    subpartition:
      sub === null ? null : { kind: KINDS[sub.method], columns: sub.columns.map((name) => name.text), template: [] },
  };
}

/** Makes the partitions a CREATE TABLE lists. */
export function makePartitions(context: DdlContext, table: Table, node: Partitioning): void {
  for (const name of node.columns) columnNamed(table, name);
  for (const name of node.subpartitioning?.columns ?? []) columnNamed(table, name);
  const { partitioning } = table;
  const sub = node.subpartitioning;
  if (sub !== null && partitioning !== null && partitioning.subpartition !== null) {
    const template = subpartitionsOf(context, table, sub.template, sub.count);
    partitioning.subpartition.template.push(...template);
  }
  const options =
    node.method === 'hash' && node.partitions.length === 0
      ? numbered(node.count ?? 1).map((bucket) => hashOptions(table, null, bucket))
      : node.partitions.map((definition, at) => partitionOptions(context, table, definition, at));
  const names = options.map((one) => one.name).filter((name) => name !== null);
  if (new Set(names).size < names.length) throw oracleErrorAt(node.offset, 14013);
  for (const one of options) addLast(context, table, one, node.offset);
}

function numbered(count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => at);
}

function hashOptions(table: Table, name: string | null, bucket: number): PartitionOptions {
  return { name, key: { kind: 'hash', bucket }, highValueText: null, tablespace: table.tablespace };
}

/** A partition as defined; `bucket` is its number when it is a hash partition. */
export function partitionOptions(
  context: DdlContext,
  table: Table,
  definition: PartitionDefinition,
  bucket: number,
): PartitionOptions {
  const kind = table.partitioning?.kind ?? 'RANGE';
  const columns = table.partitioning?.columns ?? [];
  const own = subpartitionsOf(context, table, definition.subpartitions, definition.subpartitionCount);
  const common = {
    name: definition.name?.text ?? null,
    tablespace: definition.physical.tablespace?.text ?? table.tablespace,
    ...(own.length === 0 ? {} : { subpartitions: own.map((sub) => ({ ...sub, tablespace: table.tablespace })) }),
  };
  if (kind === 'HASH') return { ...common, key: { kind: 'hash', bucket }, highValueText: null };
  if (kind === 'SYSTEM') return { ...common, key: { kind: 'none' }, highValueText: null };
  return { ...common, ...boundOf(context, table, columns, definition.bound, definition.offset) };
}

function subpartitionsOf(
  context: DdlContext,
  table: Table,
  definitions: readonly PartitionDefinition[],
  count: number | null,
): { name: string | null; key: PartitionKey; highValueText: string | null }[] {
  const sub = table.partitioning?.subpartition ?? null;
  if (sub === null) return [];
  if (definitions.length === 0) {
    if (sub.kind === 'HASH')
      return numbered(count ?? 0).map((bucket) => ({ name: null, key: { kind: 'hash', bucket }, highValueText: null }));
    return [];
  }
  return definitions.map((definition, bucket) => ({
    name: definition.name?.text ?? null,
    ...(sub.kind === 'HASH'
      ? { key: { kind: 'hash', bucket } as const, highValueText: null }
      : boundOf(context, table, sub.columns, definition.bound, definition.offset)),
  }));
}

function boundOf(
  context: DdlContext,
  table: Table,
  columns: readonly string[],
  bound: PartitionBound | null,
  offset: number,
): { readonly key: PartitionKey; readonly highValueText: string } {
  if (bound === null) throw oracleErrorAt(offset, 14019);
  const types = columns.map((name) => typeOf(table, name));
  if (bound.kind === 'less-than') {
    if (bound.values.length !== columns.length) throw oracleErrorAt(offset, 14018);
    const values = bound.values.map((value, at) =>
      value === 'maxvalue' ? ({ kind: 'maxvalue' } as const) : evaluateBound(context, value, types[at]),
    );
    return {
      key: { kind: 'less-than', values },
      highValueText: values.map((value) => (isHighest(value) ? 'MAXVALUE' : boundText(value))).join(', '),
    };
  }
  const values = bound.values.map((entry) =>
    entry === 'default' ? entry : entry.map((value, at) => evaluateBound(context, value, types[at])),
  );
  const text = values.map((entry) =>
    entry === 'default'
      ? 'DEFAULT'
      : columns.length > 1
        ? `( ${entry.map(boundText).join(', ')} )`
        : entry.map(boundText).join(', '),
  );
  return { key: { kind: 'list', values }, highValueText: text.join(', ') };
}

function typeOf(table: Table, name: string): SqlType {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw oracleErrorAt(0, 904, `"${name}"`);
  return column.type;
}

/** The value of a bound, converted to its column's type. */
export function evaluateBound(context: DdlContext, node: Expression, type: SqlType | undefined): SqlValue {
  const scope = new BlockScope(parsingOf(context.session), null);
  const compiled = compileExpression(node, scope);
  const values = newContext(scope, null);
  return type === undefined ? compiled.evaluate(values) : assignable(compiled, type, node.offset)(values);
}

export function addLast(context: DdlContext, table: Table, options: PartitionOptions, _offset: number): Partition {
  const partition = makePartition(table, { ...options, position: table.partitions.length + 1 }, context.database);
  table.partitions.push(partition);
  return partition;
}
