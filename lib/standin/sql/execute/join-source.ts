import type { CompiledExpression, EvaluationContext } from '../expressions/scope.ts';
import type { SqlValue } from '../values/value.ts';
import { clearSlots, keepSlots, restoreSlots } from './row-source.ts';
import type { Advance, RowSource } from './row-source.ts';
import { passes } from './table-scan.ts';
import { joinKey } from './value-key.ts';

/** left = right, hashed. */
export interface HashCondition {
  readonly left: CompiledExpression;
  readonly right: CompiledExpression;
  readonly family: string;
}

export type JoinType = 'inner' | 'left' | 'full';

export interface JoinOptions {
  readonly type: JoinType;
  readonly left: RowSource;
  readonly right: RowSource;
  readonly hash: readonly HashCondition[];
  /** Conditions of the join beyond the hashed ones. */
  readonly conditions: readonly CompiledExpression[];
  /** The right side reads rows of the left one (lateral, index look-up): it is opened for each of them. */
  readonly rightDepends: boolean;
}

/** Joins by keeping the right side in memory under its hash key, or by opening it for every left row. */
export class JoinSource implements RowSource {
  readonly #options: JoinOptions;

  constructor(options: JoinOptions) {
    this.#options = options;
  }

  slots(): readonly number[] {
    return [...this.#options.left.slots(), ...this.#options.right.slots()];
  }

  estimate(): number {
    const left = this.#options.left.estimate();
    return this.#options.hash.length > 0 || this.#options.rightDepends
      ? Math.max(left, this.#options.right.estimate())
      : left * this.#options.right.estimate();
  }

  open(context: EvaluationContext): Advance {
    return this.#options.rightDepends ? this.#openNested(context) : this.#openKept(context);
  }

  #openNested(context: EvaluationContext): Advance {
    const { left, right, type, conditions } = this.#options;
    const nextLeft = left.open(context);
    const rightSlots = right.slots();
    let nextRight: Advance | null = null;
    let matched = false;
    return () => {
      for (;;) {
        if (nextRight === null) {
          if (!nextLeft()) return false;
          nextRight = right.open(context);
          matched = false;
        }
        if (nextRight()) {
          if (!passes(conditions, context)) continue;
          matched = true;
          return true;
        }
        nextRight = null;
        if (type !== 'left' || matched) continue;
        clearSlots(context.slots, rightSlots);
        return true;
      }
    };
  }

  #openKept(context: EvaluationContext): Advance {
    const { left, right, type, hash, conditions } = this.#options;
    const kept = new KeptRows(right, hash, context);
    const rightSlots = kept.slots;
    const leftSlots = left.slots();
    const nextLeft = left.open(context);
    let candidates: readonly KeptRow[] = [];
    let at = -1;
    let matched = true;
    let leftover: IterableIterator<KeptRow> | null = null;
    const unmatchedRight = (): boolean => {
      leftover ??= kept.unmatched();
      for (const row of leftover) {
        clearSlots(context.slots, leftSlots);
        restoreSlots(context.slots, rightSlots, row.values);
        return true;
      }
      return false;
    };
    return () => {
      for (;;) {
        at += 1;
        const candidate = candidates[at];
        if (candidate !== undefined) {
          restoreSlots(context.slots, rightSlots, candidate.values);
          if (!passes(conditions, context)) continue;
          matched = true;
          candidate.matched = true;
          return true;
        }
        if (!matched && type !== 'inner') {
          matched = true;
          candidates = [];
          clearSlots(context.slots, rightSlots);
          return true;
        }
        if (leftover !== null || !nextLeft()) return type === 'full' ? unmatchedRight() : false;
        candidates = kept.candidates(context);
        at = -1;
        matched = false;
      }
    };
  }
}

interface KeptRow {
  readonly values: SqlValue[];
  matched: boolean;
}

const NOTHING: readonly KeptRow[] = [];

class KeptRows {
  readonly slots: readonly number[];
  readonly #hash: readonly HashCondition[];
  readonly #buckets = new Map<string, KeptRow[]>();
  readonly #withoutKey: KeptRow[] = [];

  constructor(source: RowSource, hash: readonly HashCondition[], context: EvaluationContext) {
    this.slots = source.slots();
    this.#hash = hash;
    const next = source.open(context);
    while (next()) {
      const row: KeptRow = { values: keepSlots(context.slots, this.slots), matched: false };
      const key = this.#key(context, 'right');
      if (key === null) this.#withoutKey.push(row);
      else {
        const bucket = this.#buckets.get(key);
        if (bucket === undefined) this.#buckets.set(key, [row]);
        else bucket.push(row);
      }
    }
  }

  /** Null when a part is NULL: it equals nothing. */
  #key(context: EvaluationContext, side: 'left' | 'right'): string | null {
    let key = '';
    for (const condition of this.#hash) {
      const value = condition[side].evaluate(context);
      if (value === null) return null;
      key += joinKey(value, condition.family);
    }
    return key;
  }

  candidates(context: EvaluationContext): readonly KeptRow[] {
    const key = this.#key(context, 'left');
    return key === null ? NOTHING : (this.#buckets.get(key) ?? NOTHING);
  }

  *unmatched(): IterableIterator<KeptRow> {
    for (const bucket of this.#buckets.values()) for (const row of bucket) if (!row.matched) yield row;
    yield* this.#withoutKey;
  }
}

/** Applies conditions to a source's rows. */
export class FilterSource implements RowSource {
  readonly #input: RowSource;
  readonly #conditions: readonly CompiledExpression[];

  constructor(input: RowSource, conditions: readonly CompiledExpression[]) {
    this.#input = input;
    this.#conditions = conditions;
  }

  slots(): readonly number[] {
    return this.#input.slots();
  }

  estimate(): number {
    return Math.max(1, this.#input.estimate() / 5);
  }

  open(context: EvaluationContext): Advance {
    const next = this.#input.open(context);
    return () => {
      while (next()) if (passes(this.#conditions, context)) return true;
      return false;
    };
  }
}

/** One row without columns: FROM left out, or the seed of a join. */
export const SINGLE_ROW: RowSource = {
  slots: () => [],
  estimate: () => 1,
  open: () => {
    let done = false;
    return () => {
      if (done) return false;
      done = true;
      return true;
    };
  },
};
