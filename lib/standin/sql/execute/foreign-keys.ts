import { oracleError } from '../../oracle-error.ts';
import type { Table } from '../catalog/table.ts';
import type { SqlSession } from '../session.ts';
import type { Transaction } from '../store/transaction.ts';
import { childKeysOf, isDeferred, parentKeysOf, qualifiedName } from './key-checks.ts';
import type { ForeignKey, KeyLookup } from './key-checks.ts';
import type { TableWriter } from './table-writer.ts';

/** Referential integrity of the rows one statement writes: judged at its end. */
export class ForeignKeys {
  readonly #lookup: KeyLookup;
  readonly #session: SqlSession;
  readonly #parents: readonly ForeignKey[];
  #children: readonly ForeignKey[] | null = null;
  readonly #table: Table;
  readonly #writerOf: (child: Table) => TableWriter;
  readonly #writers = new Map<Table, TableWriter>();
  readonly #wanted = new Map<ForeignKey, Set<string>>();
  readonly #removed = new Map<ForeignKey, Set<string>>();

  constructor(table: Table, session: SqlSession, lookup: KeyLookup, writerOf: (child: Table) => TableWriter) {
    this.#lookup = lookup;
    this.#session = session;
    this.#table = table;
    this.#parents = parentKeysOf(table, session);
    this.#writerOf = writerOf;
  }

  /** A child row now refers to its parents' keys. */
  rowWritten(row: Uint8Array, before: Uint8Array | null): void {
    for (const key of this.#parents) {
      if (key.childIndex.hasNull(row)) continue;
      const value = key.childIndex.keyOf(row);
      if (value === null || (before !== null && key.childIndex.keyOf(before) === value)) continue;
      remember(this.#wanted, key, value);
    }
  }

  /** A parent row has lost its keys: children are deleted, set to NULL, or looked for at the end of the statement. */
  rowGone(before: Uint8Array, after: Uint8Array | null, transaction: Transaction): void {
    this.#children ??= childKeysOf(this.#table, this.#session);
    for (const key of this.#children) {
      const value = key.parentIndex.keyOf(before);
      if (value === null || (after !== null && key.parentIndex.keyOf(after) === value)) continue;
      if (after === null && key.constraint.deleteRule === 'CASCADE') this.#cascade(key, value, transaction);
      else if (after === null && key.constraint.deleteRule === 'SET NULL') this.#cascade(key, value, transaction);
      else remember(this.#removed, key, value);
    }
  }

  #cascade(key: ForeignKey, value: string, transaction: Transaction): void {
    const { store } = this.#session.database;
    const writer = this.#writers.get(key.child) ?? this.#writerOf(key.child);
    this.#writers.set(key.child, writer);
    const next = key.childIndex.candidates(value);
    for (let reference = next(); reference !== undefined; reference = next()) {
      const place = store.rowAt(reference);
      const current = place?.block.current(place.slot) ?? null;
      if (place === undefined || current === null || key.childIndex.keyOf(current) !== value) continue;
      if (key.constraint.deleteRule === 'CASCADE') {
        writer.delete(transaction, place);
        continue;
      }
      writer.load(current);
      for (const name of key.constraint.columns) {
        writer.set(
          key.child.columns.findIndex((column) => column.name === name),
          null,
        );
      }
      writer.update(transaction, place);
    }
  }

  endStatement(transaction: Transaction): void {
    for (const [key, values] of this.#wanted) {
      for (const value of values) {
        this.#judge(key, value, transaction, () => {
          if (
            this.#lookup.count(key.parentIndex, value, transaction, 1) === 0 &&
            this.#hasChild(key, value, transaction)
          ) {
            throw oracleError(2291, qualifiedName(key.constraint));
          }
        });
      }
    }
    for (const [key, values] of this.#removed) {
      for (const value of values) {
        this.#judge(key, value, transaction, () => {
          if (
            this.#lookup.count(key.parentIndex, value, transaction, 1) === 0 &&
            this.#hasChild(key, value, transaction)
          ) {
            throw oracleError(2292, qualifiedName(key.constraint));
          }
        });
      }
    }
    this.#wanted.clear();
    this.#removed.clear();
    for (const writer of this.#writers.values()) writer.endStatement(transaction);
  }

  #judge(key: ForeignKey, value: string, transaction: Transaction, check: () => void): void {
    if (isDeferred(key.constraint, transaction)) {
      transaction.deferredChecks.set(`${qualifiedName(key.constraint)}\0${value}`, check);
    } else check();
  }

  #hasChild(key: ForeignKey, value: string, transaction: Transaction): boolean {
    return this.#lookup.count(key.childIndex, value, transaction, 1) > 0;
  }

  abandon(): void {
    this.#wanted.clear();
    this.#removed.clear();
    for (const writer of this.#writers.values()) writer.abandon();
  }
}

function remember(map: Map<ForeignKey, Set<string>>, key: ForeignKey, value: string): void {
  const values = map.get(key) ?? new Set<string>();
  values.add(value);
  map.set(key, values);
}
