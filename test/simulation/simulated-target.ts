import { Fault } from '../../lib/model/fault.ts';
import type { TablePlan } from '../../lib/model/table-plan.ts';
import type { TargetForeignKey, TargetIndex, TargetTable } from '../../lib/model/target-object.ts';
import type { CanonicalRow, CanonicalValue } from '../../lib/model/value.ts';
import { identityOf, keyText } from './key-order.ts';

/** What the rendered statements of this target hold, as JSON. */
export type Definition =
  | { readonly op: 'table'; readonly table: TargetTable }
  | { readonly op: 'index'; readonly index: TargetIndex }
  | { readonly op: 'foreign-key'; readonly key: TargetForeignKey }
  | { readonly op: 'view'; readonly name: string }
  | { readonly op: 'drop-index'; readonly table: string; readonly name: string }
  | { readonly op: 'drop-columns'; readonly table: string; readonly columns: readonly string[] };

interface StoredTable {
  columns: string[];
  /** Columns of every unique key, the primary one too. */
  readonly unique: Map<string, readonly string[]>;
  readonly indexes: Set<string>;
  readonly foreignKeys: Set<string>;
  rows: Map<string, CanonicalValue>[];
}

interface ChunkRow {
  attempt: number;
  position: number;
  rows: number;
  readonly ranges: number;
}

export function nameOf(name: { readonly schema: string; readonly table: string }): string {
  return `${name.schema}.${name.table}`;
}

/** The target database: tables with unique keys, and the progress rows of loads. Every method is one moment. */
export class SimulatedTarget {
  readonly tables = new Map<string, StoredTable>();
  readonly views = new Set<string>();
  readonly #rounds = new Map<string, number>();
  readonly #chunks = new Map<string, ChunkRow>();

  table(name: string): StoredTable {
    const table = this.tables.get(name);
    if (table === undefined) throw new Fault('TARGET_OBJECT_MISSING', `1146 no table ${name}`);
    return table;
  }

  execute(definition: Definition): void {
    switch (definition.op) {
      case 'table':
        this.#createTable(definition.table);
        return;
      case 'index': {
        const { table, name, unique, columns } = definition.index;
        const stored = this.table(nameOf(table));
        if (stored.indexes.has(name)) throw new Fault('TARGET_OBJECT_EXISTS', `1061 index ${name}`);
        if (unique)
          this.#assertUnique(
            stored,
            name,
            columns.map((column) => column.name),
            stored.rows,
          );
        stored.indexes.add(name);
        if (unique)
          stored.unique.set(
            name,
            columns.map((column) => column.name),
          );
        return;
      }
      case 'foreign-key':
        this.table(nameOf(definition.key.table)).foreignKeys.add(definition.key.name);
        return;
      case 'view':
        if (this.views.has(definition.name)) throw new Fault('TARGET_OBJECT_EXISTS', `1050 view ${definition.name}`);
        this.views.add(definition.name);
        return;
      case 'drop-index': {
        const stored = this.table(definition.table);
        if (!stored.indexes.delete(definition.name))
          throw new Fault('TARGET_ERROR', `1091 no index ${definition.name}`);
        stored.unique.delete(definition.name);
        return;
      }
      case 'drop-columns': {
        const stored = this.table(definition.table);
        const gone = new Set(definition.columns);
        stored.columns = stored.columns.filter((column) => !gone.has(column));
        for (const row of stored.rows) for (const column of gone) row.delete(column);
        return;
      }
    }
  }

  #createTable({ name, columns, primaryKey }: TargetTable): void {
    if (this.tables.has(nameOf(name))) throw new Fault('TARGET_OBJECT_EXISTS', `1050 table ${nameOf(name)}`);
    this.tables.set(nameOf(name), {
      columns: columns.map((column) => column.name),
      unique: new Map(primaryKey === null ? [] : [['PRIMARY', primaryKey]]),
      indexes: new Set(),
      foreignKeys: new Set(),
      rows: [],
    });
  }

  #assertUnique(
    stored: StoredTable,
    name: string,
    columns: readonly string[],
    rows: readonly Map<string, CanonicalValue>[],
  ): void {
    const seen = new Set<string>();
    for (const row of rows) {
      const values = columns.map((column) => row.get(column) ?? null);
      if (values.includes(null)) continue;
      const text = keyText(values);
      if (seen.has(text)) throw new Fault('KEY_COLLISION', `1062 ${name} of a table with ${stored.rows.length} rows`);
      seen.add(text);
    }
  }

  rows(plan: TablePlan): readonly CanonicalRow[] {
    return this.table(nameOf(plan.target)).rows.map((row) =>
      plan.columns.map(({ targetName }) => row.get(targetName) ?? null),
    );
  }

  /** One transaction: deletes by identity, then inserts; nothing happens when a key collides. Returns the rows deleted. */
  change(plan: TablePlan, deletes: readonly CanonicalRow[], inserts: readonly CanonicalRow[]): number {
    const stored = this.table(nameOf(plan.target));
    const gone = new Set(deletes.map(keyText));
    const names = plan.identity.columns.map((position) => plan.columns[position]?.targetName ?? '');
    const kept = stored.rows.filter((row) => !gone.has(keyText(names.map((name) => row.get(name) ?? null))));
    const added = inserts.map((row) => new Map(plan.columns.map((column, at) => [column.targetName, row[at] ?? null])));
    const next = [...kept, ...added];
    for (const [name, columns] of stored.unique) this.#assertUnique(stored, name, columns, next);
    const deleted = stored.rows.length - kept.length;
    stored.rows = next;
    return deleted;
  }

  holds(plan: TablePlan, rows: readonly CanonicalRow[]): number {
    const there = new Set(this.rows(plan).map((row) => keyText(identityOf(plan, row))));
    return rows.filter((row) => there.has(keyText(identityOf(plan, row)))).length;
  }

  beginRound(projectId: string, round: number): void {
    const current = this.#rounds.get(projectId) ?? 0;
    if (current > round) throw new Fault('FENCED', `round ${round} is over`);
    this.#rounds.set(projectId, round);
    for (const key of this.#chunks.keys()) {
      const [, ofRound] = key.split(' ');
      if (key.startsWith(`${projectId} `) && Number(ofRound) < round) this.#chunks.delete(key);
    }
  }

  claim(projectId: string, round: number, chunkId: string, ranges: number): ChunkRow {
    this.#assertRound(projectId, round);
    const key = `${projectId} ${round} ${chunkId}`;
    const row = this.#chunks.get(key) ?? { attempt: 0, position: 0, rows: 0, ranges };
    if (row.ranges !== ranges) throw new Error('assertion failed: a chunk has one number of ranges');
    row.attempt += 1;
    this.#chunks.set(key, row);
    return { ...row };
  }

  /** The compare-and-set every write of a chunk begins with. */
  owned(projectId: string, round: number, chunkId: string, attempt: number, position: number): ChunkRow {
    this.#assertRound(projectId, round);
    const row = this.#chunks.get(`${projectId} ${round} ${chunkId}`);
    if (row?.attempt !== attempt || row.position !== position) throw new Fault('FENCED', `chunk ${chunkId} was taken`);
    return row;
  }

  closed(projectId: string, round: number): { readonly all: number; readonly closed: number } {
    const rows = [...this.#chunks].filter(([key]) => key.startsWith(`${projectId} ${round} `)).map(([, row]) => row);
    return { all: rows.length, closed: rows.filter((row) => row.position === row.ranges).length };
  }

  dropProgress(projectId: string): void {
    this.#rounds.delete(projectId);
    for (const key of this.#chunks.keys()) if (key.startsWith(`${projectId} `)) this.#chunks.delete(key);
  }

  #assertRound(projectId: string, round: number): void {
    if (this.#rounds.get(projectId) !== round) throw new Fault('FENCED', `round ${round} is not the current one`);
  }
}
