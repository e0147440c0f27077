import type { Charset } from '../values/charset.ts';
import { compareDateTimes } from '../values/datetime.ts';
import { compareNumbers } from '../values/number.ts';
import type { SqlValue } from '../values/value.ts';
import { compareRowids } from './access-path.ts';

/** Negative, zero, positive. Both are of one type and neither is NULL; text is compared binary. */
export function orderValues(a: SqlValue, b: SqlValue, charset: Charset): number {
  if (typeof a === 'string' && typeof b === 'string') return charset.compare(a, b);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b);
  if (typeof a === 'boolean' || typeof b === 'boolean') return Number(a) - Number(b);
  if (a === null || b === null || typeof a === 'string' || typeof b === 'string')
    throw new Error('values of different types');
  if (a instanceof Uint8Array || b instanceof Uint8Array) throw new Error('values of different types');
  if (a.kind === 'number' && b.kind === 'number') return compareNumbers(a, b);
  if (a.kind === 'rowid' && b.kind === 'rowid') return compareRowids(a, b);
  if (a.kind === 'interval-ym' && b.kind === 'interval-ym') return a.months - b.months;
  if (a.kind === 'interval-ds' && b.kind === 'interval-ds') return a.seconds - b.seconds || a.nanosecond - b.nanosecond;
  if (
    (a.kind === 'binary-float' || a.kind === 'binary-double') &&
    (b.kind === 'binary-float' || b.kind === 'binary-double')
  ) {
    return orderFloating(a.value, b.value);
  }
  if (a.kind === 'clob' && b.kind === 'clob') return charset.compare(a.text, b.text);
  if ('year' in a && 'year' in b) return compareDateTimes(a, b);
  throw new Error(`values of different types: ${a.kind} and ${b.kind}`);
}

/** NaN is the greatest. */
function orderFloating(a: number, b: number): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
  if (Number.isNaN(b)) return -1;
  return a < b ? -1 : a > b ? 1 : 0;
}

export interface SortKey {
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

export function orderRows(
  a: readonly SqlValue[],
  b: readonly SqlValue[],
  keys: readonly SortKey[],
  charset: Charset,
): number {
  for (let at = 0; at < keys.length; at += 1) {
    const key = keys[at];
    const left = a[at] ?? null;
    const right = b[at] ?? null;
    if (key === undefined) break;
    if (left === null || right === null) {
      if (left === right) continue;
      return (left === null) === key.nullsFirst ? -1 : 1;
    }
    const order = orderValues(left, right, charset);
    if (order !== 0) return key.descending ? -order : order;
  }
  return 0;
}

export function sortKeyOf(item: { readonly descending: boolean; readonly nullsFirst: boolean | null }): SortKey {
  return { descending: item.descending, nullsFirst: item.nullsFirst ?? item.descending };
}
