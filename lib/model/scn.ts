/** A system change number: an unsigned integer up to 2^63, never a JavaScript number (12.2 and later pass 2^53). */
export type Scn = bigint & { readonly __brand: 'Scn' };

const decimalDigits = /^\d{1,19}$/;

/** Reads the decimal text Oracle prints for a SCN. Throws RangeError on anything else. */
export function parseScn(text: string): Scn {
  if (!decimalDigits.test(text)) throw new RangeError(`not a SCN: ${JSON.stringify(text.slice(0, 40))}`);
  return scn(BigInt(text));
}

/** Brands a bigint that is already known to be a SCN. */
export function scn(value: bigint): Scn {
  if (value < 0n) throw new RangeError('a SCN is not negative');
  // The one place where the brand is given.
  // eslint-disable-next-line no-restricted-syntax
  return value as Scn;
}

/** The decimal text of a SCN, as bound to statements and stored in items. */
export function formatScn(value: Scn): string {
  return value.toString();
}
