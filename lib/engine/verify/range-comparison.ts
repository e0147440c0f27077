import { identityTextOf } from '../../model/identity-text.ts';
import { assert, Fault } from '../../model/fault.ts';
import type { TablePlan } from '../../model/table-plan.ts';
import type { CanonicalRow } from '../../model/value.ts';
import { rowDifference, type ColumnDifference } from './row-difference.ts';

/** A row that stands on both sides with other values. */
export interface DifferentRow {
  readonly identity: CanonicalRow;
  readonly columns: readonly ColumnDifference[];
}

/** What one side has and the other may not have: to be looked up by identity before it is believed. */
export interface RangeResult {
  readonly compared: number;
  readonly missing: readonly CanonicalRow[];
  readonly different: readonly DifferentRow[];
}

/**
 * `matched`: a source row of this range answers to it. `unmatched`: none does, so it is extra unless the source finds it
 * by identity (ranges of text keys need not cut alike on both sides). `duplicate`: its identity came a second time, which
 * a target without the key allows. `other-pass`: not of this pass.
 */
export type TargetRowVerdict = 'matched' | 'unmatched' | 'duplicate' | 'other-pass';

/** Bounds of what a comparison holds in memory. */
export interface ComparisonLimits {
  readonly rowsMax: number;
  readonly charactersMax: number;
}

/**
 * Compares the rows of one range without relying on any order: the source's rows are held by identity, the target's
 * rows are struck off as they come. Rows must already be cut to what the target holds (V3).
 *
 * A range that holds more than `limits` allow is compared in several passes over both sides, each with the identities
 * whose hash falls to it; `partitions` says in how many, `partition` which one this is.
 */
export class RangeComparison {
  readonly #table: TablePlan;
  readonly #identityText: (row: CanonicalRow) => string;
  readonly #limits: ComparisonLimits;
  readonly #partition: number;
  readonly #partitions: number;
  readonly #source = new Map<string, CanonicalRow>();
  readonly #different: DifferentRow[] = [];
  readonly #seen = new Set<string>();
  #characters = 0;
  #compared = 0;

  constructor(table: TablePlan, limits: ComparisonLimits, partition = 0, partitions = 1) {
    assert(partition >= 0 && partition < partitions, 'a partition of a comparison lies within their number');
    this.#table = table;
    this.#identityText = identityTextOf(table);
    this.#limits = limits;
    this.#partition = partition;
    this.#partitions = partitions;
  }

  /** Takes a source row. False: the range is too large for so few passes; start over with more. */
  addSource(row: CanonicalRow): boolean {
    const key = this.#identityText(row);
    if (!this.#isMine(key)) return true;
    if (this.#source.has(key)) {
      throw new Fault('KEY_COLLISION', `two rows of ${this.#table.tableId} have keys the target holds equal`, {
        subject: this.#table.tableId,
      });
    }
    this.#source.set(key, row);
    this.#characters += charactersOf(row) + key.length;
    return this.#source.size <= this.#limits.rowsMax && this.#characters <= this.#limits.charactersMax;
  }

  /** Takes a target row and says what it was. */
  addTarget(row: CanonicalRow): TargetRowVerdict {
    const key = this.#identityText(row);
    if (!this.#isMine(key)) return 'other-pass';
    const source = this.#source.get(key);
    if (source === undefined) return this.#seen.has(key) ? 'duplicate' : 'unmatched';
    this.#source.delete(key);
    this.#seen.add(key);
    this.#compared += 1;
    const columns = rowDifference(this.#table, source, row);
    if (columns.length > 0) this.#different.push({ identity: this.identityOf(row), columns });
    return 'matched';
  }

  /** The values of a row's identity columns. */
  identityOf(row: CanonicalRow): CanonicalRow {
    return identityValues(this.#table, row);
  }

  /** After both sides were given whole: what is left over. */
  result(): RangeResult {
    return {
      compared: this.#compared,
      missing: [...this.#source.values()].map((row) => this.identityOf(row)),
      different: this.#different,
    };
  }

  #isMine(key: string): boolean {
    return this.#partitions === 1 || textHash(key) % this.#partitions === this.#partition;
  }
}

/** The values of the identity columns, in their order. */
export function identityValues(table: TablePlan, row: CanonicalRow): CanonicalRow {
  return table.identity.columns.map((position) => {
    const value = row[position];
    assert(value !== undefined, `a row of ${table.tableId} has no value ${position}`);
    return value;
  });
}

function charactersOf(row: CanonicalRow): number {
  let total = 0;
  for (const value of row) total += value === null ? 1 : value.length;
  return total;
}

/** FNV-1a over UTF-16 units: only spreads identities over passes, decides nothing. */
function textHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
