import { oracleError } from '../../oracle-error.ts';
import type { Partition, Table } from '../catalog/table.ts';
import { compileExpression } from '../expressions/compile.ts';
import type { HeapSegment } from '../store/segment.ts';
import { parseExpressionText } from '../syntax/parse-statement.ts';
import type { BinaryExpression } from '../syntax/ast.ts';
import type { SqlType, SqlValue } from '../values/value.ts';
import { BlockScope, slotExpression } from './block-scope.ts';
import { makePartition } from './make-partition.ts';
import { orderValues } from './order-values.ts';
import { isHighest, routeRow } from './partition-routing.ts';
import { newContext } from './select-block.ts';
import type { Parsing } from './statement-state.ts';
import { boundText } from './bound-text.ts';

const PARTITIONS_MAX = 1_048_575;

/** The segment for a row of a partitioned table; an interval or automatic list table grows a partition for it. ORA-14400. */
export function partitionForNewRow(table: Table, keyOf: (column: string) => SqlValue, parsing: Parsing): HeapSegment {
  const { database } = parsing.state.session;
  const found = routeRow(table, keyOf, database) ?? grown(table, keyOf, parsing);
  if (found === null) throw oracleError(14400);
  return database.partitionSegment(table, found);
}

function grown(table: Table, keyOf: (column: string) => SqlValue, parsing: Parsing): Partition | null {
  const { partitioning } = table;
  const [name] = partitioning?.columns ?? [];
  if (partitioning === null || name === undefined) return null;
  const value = keyOf(name);
  if (value === null) return null;
  if (partitioning.automaticList) {
    const values = partitioning.columns.map(keyOf);
    const text = values.map((each) => boundText(each)).join(', ');
    addPartition(table, { kind: 'list', values: [values] }, text, parsing);
  } else if (partitioning.interval === null || !addInterval(table, value, name, partitioning.interval, parsing))
    return null;
  return routeRow(table, keyOf, parsing.state.session.database);
}

function addInterval(table: Table, value: SqlValue, column: string, interval: string, parsing: Parsing): boolean {
  const type = table.columns.find((candidate) => candidate.name === column)?.type;
  const last = table.partitions.at(-1)?.key;
  const bound = last?.kind === 'less-than' ? (last.values[0] ?? null) : null;
  if (type === undefined || bound === null || isHighest(bound)) return false;
  const step = stepper(type, interval, parsing);
  const { charset } = parsing.state.session.database;
  let low: SqlValue = bound;
  for (let count = 0; count < PARTITIONS_MAX; count += 1) {
    const high = step(low);
    if (orderValues(value, high, charset) < 0) {
      addPartition(table, { kind: 'less-than', values: [high] }, boundText(high), parsing);
      return true;
    }
    low = high;
  }
  throw oracleError(14300);
}

/** Adds the interval to a bound. */
function stepper(type: SqlType, interval: string, parsing: Parsing): (bound: SqlValue) => SqlValue {
  const scope = new BlockScope(parsing, null);
  const slot = scope.slots.allocate();
  const left = { kind: 'column', path: [], outerJoin: false, offset: 0 } as const;
  scope.substitutions.push((node) => (node === left ? slotExpression(slot, type, false) : null));
  const sum: BinaryExpression = {
    kind: 'binary',
    operator: '+',
    left,
    right: parseExpressionText(interval),
    offset: 0,
  };
  const compiled = compileExpression(sum, scope);
  const context = newContext(scope, null);
  return (bound) => {
    context.slots[slot] = bound;
    return compiled.evaluate(context);
  };
}

function addPartition(table: Table, key: Partition['key'], text: string, parsing: Parsing): void {
  const { database } = parsing.state.session;
  const partition = makePartition(
    table,
    { name: null, key, highValueText: text, tablespace: table.tablespace, byInterval: true },
    database,
  );
  const at = table.partitions.length;
  table.partitions.push({ ...partition, position: at + 1 });
  table.version += 1;
}
