import type { Column } from '../catalog/table.ts';
import { RowCursor } from '../store/packed-row.ts';
import { valueDecoder } from '../store/packed-value.ts';
import type { ValueDecoder } from '../store/packed-value.ts';
import type { SqlValue } from '../values/value.ts';

interface Step {
  readonly slot: number;
  readonly decode: ValueDecoder;
  readonly missing: SqlValue;
}

/** Puts the asked columns of a packed row into slots; columns that nobody asked for are stepped over. */
export class RowDecoder {
  readonly #steps: (Step | null)[] = [];
  readonly #cursor = new RowCursor();

  /** Slot per column of `columns`; -1: not wanted. */
  constructor(columns: readonly Column[], slots: readonly number[]) {
    columns.forEach((column, at) => {
      const slot = slots[at] ?? -1;
      if (slot < 0 || column.storedAt === null) return;
      while (this.#steps.length <= column.storedAt) this.#steps.push(null);
      const decode = valueDecoder(column.type);
      const bytes = column.missingValue;
      this.#steps[column.storedAt] = { slot, decode, missing: bytes === null ? null : decode(bytes, 0, bytes.length) };
    });
  }

  decode(row: Uint8Array, into: SqlValue[]): void {
    const cursor = this.#cursor;
    const steps = this.#steps;
    cursor.reset(row, 0, row.length);
    for (const step of steps) {
      const stored = cursor.next();
      if (step === null) continue;
      if (cursor.start >= 0) into[step.slot] = step.decode(row, cursor.start, cursor.end);
      else into[step.slot] = stored ? null : step.missing;
    }
  }
}

/** All stored columns of a row, by their place in `columns`. */
export function decodeColumns(columns: readonly Column[], row: Uint8Array): SqlValue[] {
  const values: SqlValue[] = columns.map(() => null);
  new RowDecoder(
    columns,
    columns.map((_, at) => at),
  ).decode(row, values);
  return values;
}
