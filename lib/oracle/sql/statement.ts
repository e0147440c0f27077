/** SCNs are bound as bigint: the driver sends every bigint as a NUMBER, digit by digit. */
export type BindValue = string | number | bigint | Uint8Array | NationalText;

/** Text for NCHAR and NVARCHAR2: sent in the national character set, which holds what the database's may not. */
export interface NationalText {
  readonly national: string;
}

/** A statement and the values of its placeholders `:1`, `:2`, ... in order of appearance. */
export interface Statement {
  readonly text: string;
  readonly binds: readonly BindValue[];
}

/**
 * Lists for IN are padded to one of these lengths by repeating the last value, so that a few texts serve lists of every
 * length and the server's cursor cache is not flooded. Oracle allows 1,000.
 */
const listLengths = [1, 10, 100, 1_000] as const;

/** The most values of one IN list. */
export const listLengthMax = 1_000;

/** Collects placeholders while a text is put together. */
export class Placeholders {
  readonly #values: BindValue[] = [];

  /** The placeholder of a value: `:3`. */
  bind(value: BindValue): string {
    this.#values.push(value);
    return `:${this.#values.length}`;
  }

  /** `:1, :2, :3`, padded. Throws RangeError for an empty list or one over 1,000. */
  list(values: readonly string[]): string {
    const length = listLengths.find((candidate) => candidate >= values.length);
    const last = values.at(-1);
    if (length === undefined || last === undefined) throw new RangeError('a list for IN has 1 to 1,000 values');
    const names: string[] = [];
    for (let index = 0; index < length; index += 1) names.push(this.bind(values[index] ?? last));
    return names.join(', ');
  }

  statement(text: string): Statement {
    return { text, binds: this.#values };
  }
}
