import type { SqlValue } from '../sql/values/value.ts';
import { readBindValue } from './bind.ts';
import type { BindMeta } from './bind.ts';
import type { LobTable } from './lob-table.ts';
import type { Reader } from './reader.ts';
import type { StatementShape } from './statement-shape.ts';
import { MAX_STRING_BYTES } from './wire-numbers.ts';

/** The elements of a PL/SQL index-by table. */
export interface BindElements {
  readonly kind: 'elements';
  readonly elements: readonly SqlValue[];
}

/** One bind's value in one execution. */
export type BindValue = SqlValue | BindElements;

export function isBindElements(value: BindValue): value is BindElements {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'elements';
}

/**
 * The values of a request's executions, decoded as they are taken: ten thousand rows that were decoded at once would all grow old
 * in the heap.
 *
 * One ROW_DATA message per execution. RETURNING targets send no value; outside PL/SQL the values whose declared size exceeds the
 * longest string come after all others.
 */
export class BindRows {
  readonly #reader: Reader;
  readonly #lobs: LobTable;
  readonly #count: number;
  readonly #order: readonly (readonly [number, BindMeta])[];

  /** The reader stands at the first row; nobody else may move it afterwards. */
  constructor(reader: Reader, lobs: LobTable, shape: StatementShape, binds: readonly BindMeta[]) {
    this.#reader = reader;
    this.#lobs = lobs;
    this.#count = binds.length;
    this.#order = sendingOrder(shape, binds);
  }

  /** The values of the next execution, in the order of the placeholders. Throws NeedMore when the request ends too early. */
  next(): readonly BindValue[] {
    const values: BindValue[] = [];
    for (let index = 0; index < this.#count; index += 1) values.push(null);
    if (this.#order.length === 0) return values;
    this.#reader.byte();
    for (const [index, bind] of this.#order) values[index] = this.#read(bind);
    return values;
  }

  take(count: number): readonly (readonly BindValue[])[] {
    return Array.from({ length: count }, () => this.next());
  }

  /** Finds out that all rows have arrived, and goes back to the first. Throws NeedMore. */
  probe(count: number): void {
    const start = this.#reader.position;
    for (let index = 0; index < count && this.#order.length > 0; index += 1) this.next();
    this.#reader.position = start;
  }

  #read(bind: BindMeta): BindValue {
    if (!bind.isArray) return readBindValue(this.#reader, bind, this.#lobs);
    const elements: SqlValue[] = [];
    const count = this.#reader.integer();
    for (let index = 0; index < count; index += 1) elements.push(readBindValue(this.#reader, bind, this.#lobs));
    return { kind: 'elements', elements };
  }
}

function sendingOrder(shape: StatementShape, binds: readonly BindMeta[]): readonly (readonly [number, BindMeta])[] {
  const inputs = [...binds.entries()].filter(([index]) => index < shape.returningFrom);
  if (shape.kind === 'block') return inputs;
  const late = inputs.filter(([, bind]) => bind.bytesMax > MAX_STRING_BYTES && !bind.isArray);
  if (late.length === 0) return inputs;
  return [...inputs.filter((input) => !late.includes(input)), ...late];
}
