import type { CanonicalRow } from '../../model/value.ts';

/** Identity values as the bound of a key range holds them: text as it is, bytes in base64. */
export function keyBound(identity: CanonicalRow): readonly string[] {
  return identity.map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('base64') : (value ?? '')));
}
