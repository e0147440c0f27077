import type { CompiledExpression, EvaluationContext } from '../expressions/scope.ts';
import type { Block } from '../store/block.ts';
import type { SqlType, SqlValue } from '../values/value.ts';

/** Moves to the next row by filling slots of the context it was opened with; false at the end. */
export type Advance = () => boolean;

/** A part of a query that produces rows into slots. */
export interface RowSource {
  /** Slots that its rows fill: what a join or a sort must keep. Complete only when the whole block is compiled. */
  slots(): readonly number[];
  /** About how many rows; decides which side of a join is kept in memory. */
  estimate(): number;
  open(context: EvaluationContext): Advance;
}

export interface SourceColumn {
  readonly name: string;
  readonly type: SqlType;
  readonly nullable: boolean;
  /** Not in `*`. */
  readonly hidden: boolean;
}

/** Hands out the places of a block's row. */
export class SlotAllocator {
  count = 0;

  allocate(): number {
    const slot = this.count;
    this.count += 1;
    return slot;
  }
}

/**
 * One name in a FROM clause with its columns. A column gets a slot when the compiler first asks for it, so that scans decode what
 * the statement reads and nothing else.
 */
export class Source {
  readonly alias: string;
  /** Schema and object name that may qualify its columns: null for inline views. */
  readonly owner: string | null;
  /** The stored table behind it. */
  readonly tableName: string | null;
  readonly columns: readonly SourceColumn[];
  /** Slot per column, -1 while nobody asked. */
  readonly columnSlots: number[];
  rowidSlot = -1;
  rowScnSlot = -1;
  /** Whether ROWID may be asked for. */
  readonly hasRowid: boolean;
  /** An index-organized table: ROWID is a text. */
  readonly logicalRowid: boolean;
  /** The stored row that the scan stands on: what DML and FOR UPDATE change. */
  block: Block | null = null;
  slot = 0;
  /** Columns computed from others (virtual columns); compiled on demand. */
  readonly computed: ((column: number) => CompiledExpression | null) | null;
  readonly #allocator: SlotAllocator;
  readonly #byName = new Map<string, number>();
  /** Names merged by USING or NATURAL: an unqualified name does not mean this one. */
  readonly merged = new Set<string>();

  constructor(options: {
    readonly alias: string;
    readonly owner: string | null;
    readonly tableName?: string;
    readonly columns: readonly SourceColumn[];
    readonly hasRowid: boolean;
    readonly logicalRowid?: boolean;
    readonly allocator: SlotAllocator;
    readonly computed?: (column: number) => CompiledExpression | null;
  }) {
    this.alias = options.alias;
    this.owner = options.owner;
    this.tableName = options.tableName ?? null;
    this.columns = options.columns;
    this.columnSlots = options.columns.map(() => -1);
    this.hasRowid = options.hasRowid;
    this.logicalRowid = options.logicalRowid ?? false;
    this.computed = options.computed ?? null;
    this.#allocator = options.allocator;
    options.columns.forEach((column, at) => this.#byName.set(column.name, at));
  }

  find(name: string): number | undefined {
    return this.#byName.get(name);
  }

  slotOf(column: number): number {
    const known = this.columnSlots[column] ?? -1;
    if (known >= 0) return known;
    const slot = this.#allocator.allocate();
    this.columnSlots[column] = slot;
    return slot;
  }

  rowid(): number {
    if (this.rowidSlot < 0) this.rowidSlot = this.#allocator.allocate();
    return this.rowidSlot;
  }

  rowScn(): number {
    if (this.rowScnSlot < 0) this.rowScnSlot = this.#allocator.allocate();
    return this.rowScnSlot;
  }

  usedSlots(): readonly number[] {
    const used = this.columnSlots.filter((slot) => slot >= 0);
    if (this.rowidSlot >= 0) used.push(this.rowidSlot);
    if (this.rowScnSlot >= 0) used.push(this.rowScnSlot);
    return used;
  }
}

/** All slots of a row set to NULL: the missing side of an outer join. */
export function clearSlots(values: SqlValue[], slots: readonly number[]): void {
  for (const slot of slots) values[slot] = null;
}

export function keepSlots(values: readonly SqlValue[], slots: readonly number[]): SqlValue[] {
  const kept: SqlValue[] = [];
  for (const slot of slots) kept.push(values[slot] ?? null);
  return kept;
}

export function restoreSlots(values: SqlValue[], slots: readonly number[], kept: readonly SqlValue[]): void {
  for (let at = 0; at < slots.length; at += 1) values[slots[at] ?? 0] = kept[at] ?? null;
}
