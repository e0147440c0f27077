import { oracleError } from '../../oracle-error.ts';
import type { Table } from '../catalog/table.ts';
import { compileExpression } from '../expressions/compile.ts';
import { fitColumn } from '../expressions/assign.ts';
import type { CompiledExpression, EvaluationContext } from '../expressions/scope.ts';
import type { Block } from '../store/block.ts';
import { RowPacker } from '../store/row-packer.ts';
import type { HeapSegment } from '../store/segment.ts';
import type { Transaction } from '../store/transaction.ts';
import { parseConditionText, parseExpressionText } from '../syntax/parse-statement.ts';
import type { SqlType, SqlValue } from '../values/value.ts';
import { BlockScope } from './block-scope.ts';
import { assignable } from './column-assignment.ts';
import { ForeignKeys } from './foreign-keys.ts';
import { KeyLookup, isDeferred, qualifiedName, uniqueKeysOf, uniqueViolated } from './key-checks.ts';
import type { UniqueKey } from './key-checks.ts';
import { partitionForNewRow } from './new-partition.ts';
import { RowDecoder } from './row-decoder.ts';
import { RowLocked } from './row-locked.ts';
import type { Source } from './row-source.ts';
import { newContext } from './select-block.ts';
import type { Parsing } from './statement-state.ts';
import { tableSource } from './table-leaf.ts';
import { changedSince, rowidOf } from './table-scan.ts';

interface Check {
  readonly name: string;
  readonly deferrable: boolean;
  readonly condition: CompiledExpression;
}

export interface WrittenPlace {
  readonly block: Block;
  readonly slot: number;
}

/**
 * Writes rows of one table within a statement: defaults, NOT NULL, checks, keys, partitions. Values stand in `values`, one place per
 * column of the table, so that checks, virtual columns and RETURNING are compiled over them.
 */
export class TableWriter {
  readonly table: Table;
  readonly scope: BlockScope;
  readonly source: Source;
  readonly values: EvaluationContext;
  readonly #parsing: Parsing;
  readonly #defaults: readonly (((context: EvaluationContext) => SqlValue) | null)[];
  /** Rounds, pads and measures. */
  readonly #fits: readonly ((value: SqlValue) => SqlValue)[];
  readonly #checks: readonly Check[];
  readonly #unique: readonly UniqueKey[];
  readonly #decoder: RowDecoder;
  readonly #lookup: KeyLookup;
  readonly #packer = new RowPacker();
  /** Columns in stored order. */
  readonly #stored: readonly { readonly type: SqlType; readonly at: number }[];
  readonly #whole: boolean;
  #pendingUnique: { readonly key: UniqueKey; readonly value: string }[] = [];
  readonly foreignKeys: ForeignKeys;

  constructor(table: Table, parsing: Parsing, alias: string = table.name) {
    if (table.readOnly) throw oracleError(12081, `"${table.owner}"."${table.name}"`);
    this.table = table;
    // The table's own expressions are compiled in its owner's name.
    this.#parsing = { ...parsing, user: table.owner, schema: table.owner, snapshot: null, commonTables: [] };
    this.scope = new BlockScope(this.#parsing, null);
    this.scope.clause = 'dml';
    this.source = tableSource(table, alias, this.scope);
    this.scope.sources.push(this.source);
    // One slot per column, in order: slot and column have the same number.
    table.columns.forEach((_, at) => this.source.slotOf(at));
    this.#defaults = table.columns.map((column) => {
      if (column.virtual || column.defaultText === null) return null;
      const expression = parseExpressionText(column.defaultText);
      return assignable(compileExpression(expression, this.scope), column.type, 0);
    });
    this.#fits = table.columns.map((column) =>
      fitColumn(column.type, `"${table.owner}"."${table.name}"."${column.name}"`, this.scope.charset),
    );
    this.#checks = table.constraints
      .filter(
        (constraint) =>
          constraint.type === 'C' && constraint.enabled && !constraint.notNull && constraint.condition !== null,
      )
      .map((constraint) => ({
        name: qualifiedName(constraint),
        deferrable: constraint.deferrable,
        condition: compileExpression(parseConditionText(constraint.condition ?? ''), this.scope),
      }));
    this.values = newContext(this.scope, null);
    this.#decoder = new RowDecoder(table.columns, this.source.columnSlots);
    const { session } = parsing.state;
    this.#unique = uniqueKeysOf(table, session);
    this.#lookup = new KeyLookup(session);
    this.foreignKeys = new ForeignKeys(table, session, this.#lookup, (child) => new TableWriter(child, parsing));
    this.#whole = table.columns.some((column) => column.missingValue !== null);
    this.#stored = table.columns
      .map((column, at) => ({ type: column.type, place: column.storedAt, at }))
      .filter((column) => column.place !== null)
      .sort((a, b) => (a.place ?? 0) - (b.place ?? 0));
  }

  /** Starts a row: every column NULL. */
  clear(): void {
    const environment = this.#parsing.state.environment;
    if (this.values.session !== environment) Object.assign(this.values, { session: environment });
    this.values.slots.fill(null);
  }

  /** The stored row into `values`. */
  load(row: Uint8Array): void {
    this.clear();
    this.#decoder.decode(row, this.values.slots);
  }

  /** Tells RETURNING which ROWID the row has. */
  standOn(place: WrittenPlace): void {
    const { rowidSlot } = this.source;
    if (rowidSlot >= 0) this.values.slots[rowidSlot] = rowidOf(place.block, place.slot);
  }

  defaultOf(column: number): SqlValue {
    for (const hook of this.scope.rowHooks) hook(this.values);
    return this.#defaults[column]?.(this.values) ?? null;
  }

  hasDefault(column: number): boolean {
    return (this.#defaults[column] ?? null) !== null;
  }

  set(column: number, value: SqlValue): void {
    const fit = this.#fits[column];
    if (fit === undefined) throw new Error('no such column');
    this.values.slots[column] = value === null ? null : fit(value);
  }

  get #session() {
    return this.#parsing.state.session;
  }

  insert(transaction: Transaction): WrittenPlace {
    this.#checkNulls(1400);
    this.#checkConditions(transaction);
    const row = this.#pack();
    const place = this.#session.database.store.insert(transaction, this.#segmentForRow(), row);
    this.#checkUnique(place, row, transaction);
    this.foreignKeys.rowWritten(row, null);
    this.standOn(place);
    return place;
  }

  /** `values` hold the row as it shall be. Gives the place it has afterwards: another one when it moves to another partition. */
  update(transaction: Transaction, place: WrittenPlace): WrittenPlace {
    this.hold(transaction, place);
    this.#checkNulls(1407);
    this.#checkConditions(transaction);
    const before = Buffer.from(place.block.current(place.slot) ?? []);
    const row = this.#pack();
    const segment = this.table.partitioning === null ? place.block.segment : this.#segmentForRow();
    const { store } = this.#session.database;
    let now = place;
    if (segment === place.block.segment) store.update(transaction, place.block, place.slot, row);
    else {
      if (!this.table.rowMovement) throw oracleError(14402);
      store.delete(transaction, place.block, place.slot);
      now = store.insert(transaction, segment, row);
    }
    this.#checkUnique(now, row, transaction, before);
    this.foreignKeys.rowWritten(row, before);
    this.foreignKeys.rowGone(before, row, transaction);
    this.standOn(now);
    return now;
  }

  delete(transaction: Transaction, place: WrittenPlace): void {
    this.hold(transaction, place);
    const before = Buffer.from(place.block.current(place.slot) ?? []);
    this.#session.database.store.delete(transaction, place.block, place.slot);
    this.foreignKeys.rowGone(before, null, transaction);
  }

  /** Makes sure that the row is nobody else's and has not changed since the statement's view. */
  hold(transaction: Transaction, { block, slot }: WrittenPlace): void {
    const writer = block.writerOf(slot);
    if (writer !== null && writer !== transaction) throw new RowLocked(writer);
    if (changedSince(block, slot, this.#parsing.state.view) && block.newest(slot)?.transaction !== transaction) {
      throw oracleError(8177);
    }
  }

  #pack(): Buffer {
    const packer = this.#packer;
    packer.begin();
    for (const { type, at } of this.#stored) packer.add(type, this.values.slots[at] ?? null);
    // A column added with a default must be stored even as NULL: a row that ends before it would read as the default.
    return packer.row(this.#whole);
  }

  #segmentForRow(): HeapSegment {
    const { table } = this;
    const session = this.#session;
    if (table.temporary !== 'no') return session.temporarySegment(table);
    if (table.partitioning === null) return session.database.segmentOf(table);
    const keyOf = (name: string): SqlValue => {
      const at = this.source.find(name);
      return at === undefined ? null : this.scope.columnOf(this.source, at).evaluate(this.values);
    };
    return partitionForNewRow(table, keyOf, this.#parsing);
  }

  #checkNulls(code: 1400 | 1407): void {
    const { table } = this;
    for (let at = 0; at < table.columns.length; at += 1) {
      const column = table.columns[at];
      if (column === undefined || column.nullable || column.unused) continue;
      const value = column.virtual ? this.scope.columnOf(this.source, at).evaluate(this.values) : this.values.slots[at];
      if (value === null) throw oracleError(code, `"${table.owner}"."${table.name}"."${column.name}"`);
    }
  }

  /** A check that is unknown holds. */
  #checkConditions(transaction: Transaction): void {
    for (const check of this.#checks) {
      if (check.condition.evaluate(this.values) !== false) continue;
      const constraint = this.table.constraints.find((candidate) => qualifiedName(candidate) === check.name) ?? null;
      if (!isDeferred(constraint, transaction)) throw oracleError(2290, check.name);
      const copy: EvaluationContext = { ...this.values, slots: [...this.values.slots] };
      transaction.deferredChecks.set(`${check.name}.${transaction.deferredChecks.size}`, () => {
        if (check.condition.evaluate(copy) === false) throw oracleError(2290, check.name);
      });
    }
  }

  #checkUnique(place: WrittenPlace, row: Uint8Array, transaction: Transaction, before: Uint8Array | null = null): void {
    for (const key of this.#unique) {
      const value = key.index.keyOf(row);
      if (
        value === null ||
        (before !== null && key.index.keyOf(before) === value && place.block.current(place.slot) === null)
      )
        continue;
      if (this.#lookup.count(key.index, value, transaction, 2) > 1) this.#pendingUnique.push({ key, value });
    }
  }

  /** Keys are judged when the whole statement has been done; those of deferred constraints when the transaction is. */
  endStatement(transaction: Transaction): void {
    const pending = this.#pendingUnique;
    this.#pendingUnique = [];
    for (const { key, value } of pending) {
      const check = (): void => {
        if (this.#lookup.count(key.index, value, transaction, 2) > 1) throw uniqueViolated(key);
      };
      if (isDeferred(key.constraint, transaction))
        transaction.deferredChecks.set(`${key.owner}.${key.name}\0${value}`, check);
      else check();
    }
    this.foreignKeys.endStatement(transaction);
  }

  /** Forgets what a failed statement left to check. */
  abandon(): void {
    this.#pendingUnique = [];
    this.foreignKeys.abandon();
  }
}
