import { oracleError } from '../../oracle-error.ts';
import type { Constraint } from '../catalog/constraint.ts';
import type { Table } from '../catalog/table.ts';
import type { SqlSession } from '../session.ts';
import type { Block } from '../store/block.ts';
import type { StoredIndex } from '../store/stored-index.ts';
import type { Transaction } from '../store/transaction.ts';
import { RowLocked } from './row-locked.ts';
import { foreignKeyIndexName, referencingKeys } from './table-indexes-of.ts';

/** A key that must be unique: a constraint, or a unique index without one. */
export interface UniqueKey {
  readonly index: StoredIndex;
  readonly owner: string;
  readonly name: string;
  readonly constraint: Constraint | null;
}

export interface ForeignKey {
  readonly constraint: Constraint;
  readonly child: Table;
  readonly childIndex: StoredIndex;
  readonly parent: Table;
  readonly parentIndex: StoredIndex;
}

/** Looks at the rows that have, had or may get a key; other open transactions that decide about it must be waited for. */
export class KeyLookup {
  readonly #session: SqlSession;

  constructor(session: SqlSession) {
    this.#session = session;
  }

  /** How many current rows have the key (stops at `enough`). Throws RowLocked when another transaction has it in its hands. */
  count(index: StoredIndex, key: string, transaction: Transaction, enough: number): number {
    let count = 0;
    const { store } = this.#session.database;
    const next = index.candidates(key);
    for (let reference = next(); reference !== undefined; reference = next()) {
      const place = store.rowAt(reference);
      if (place === undefined) continue;
      const { block, slot } = place;
      const current = block.current(slot);
      const has = current !== null && index.keyOf(current) === key;
      const writer = block.writerOf(slot);
      if (writer !== null && writer !== transaction && this.#decides(index, key, block, slot, has)) {
        throw new RowLocked(writer);
      }
      if (has) count += 1;
      if (count >= enough) return count;
    }
    return count;
  }

  /** True when the end of the row's writer changes whether the row has the key: not for a mere lock or another column. */
  #decides(index: StoredIndex, key: string, block: Block, slot: number, has: boolean): boolean {
    for (let record = block.newest(slot); record !== null; record = record.older) {
      if (!record.transaction.isOpen) break;
      if (record.kind === 'lock') continue;
      const had = record.before !== null && index.keyOf(record.before) === key;
      if (had !== has) return true;
    }
    return false;
  }
}

export function uniqueKeysOf(table: Table, session: SqlSession): readonly UniqueKey[] {
  const kept = session.database.indexesOf(table, session);
  const keys: UniqueKey[] = [];
  const covered = new Set<string>();
  for (const constraint of table.constraints) {
    if ((constraint.type !== 'P' && constraint.type !== 'U') || !constraint.enabled || constraint.indexName === null)
      continue;
    const index = kept.find(constraint.indexName);
    if (index === undefined) continue;
    covered.add(constraint.indexName);
    keys.push({ index, owner: constraint.owner, name: constraint.name, constraint });
  }
  for (const index of table.indexes) {
    const stored = index.unique && !covered.has(index.name) ? kept.find(index.name) : undefined;
    if (stored !== undefined) keys.push({ index: stored, owner: index.owner, name: index.name, constraint: null });
  }
  return keys;
}

/** Foreign keys of the table itself. */
export function parentKeysOf(table: Table, session: SqlSession): readonly ForeignKey[] {
  return table.constraints
    .filter((constraint) => constraint.type === 'R' && constraint.enabled)
    .map((constraint) => foreignKey(table, constraint, session))
    .filter((key) => key !== null);
}

/** Foreign keys that refer to the table. */
export function childKeysOf(table: Table, session: SqlSession): readonly ForeignKey[] {
  return referencingKeys(session.database.catalog, table)
    .map(({ child, constraint }) => foreignKey(child, constraint, session))
    .filter((key) => key !== null);
}

function foreignKey(child: Table, constraint: Constraint, session: SqlSession): ForeignKey | null {
  const { references } = constraint;
  if (references === null) return null;
  const { catalog } = session.database;
  const parent = catalog.table(references.owner, references.table);
  const target = parent?.constraints.find((candidate) => candidate.name === references.constraint);
  if (parent === undefined || target === undefined || target.indexName === null) return null;
  const childIndex = session.database.indexesOf(child, session).find(foreignKeyIndexName(constraint));
  const parentIndex = session.database.indexesOf(parent, session).find(target.indexName);
  if (childIndex === undefined || parentIndex === undefined) return null;
  return { constraint, child, childIndex, parent, parentIndex };
}

/** Whether a constraint is to be checked at commit, by its definition and SET CONSTRAINTS. */
export function isDeferred(constraint: Constraint | null, transaction: Transaction): boolean {
  if (constraint?.deferrable !== true) return false;
  const modes = transaction.constraintModes;
  return modes.get(`${constraint.owner}.${constraint.name}`) ?? modes.get('ALL') ?? constraint.initiallyDeferred;
}

export function uniqueViolated(key: UniqueKey): Error {
  return oracleError(1, `${key.owner}.${key.name}`);
}

export function qualifiedName(constraint: Constraint): string {
  return `${constraint.owner}.${constraint.name}`;
}
