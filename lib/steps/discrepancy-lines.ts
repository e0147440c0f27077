import { z } from 'zod';
import type { Discrepancy } from '../model/discrepancy.ts';
import type { CanonicalValue } from '../model/value.ts';

/** Canonical values in JSON: null, text, or bytes as {"base64": "..."}. */
const storedValue = z.union([z.null(), z.string(), z.object({ base64: z.base64() })]);
type StoredValue = z.infer<typeof storedValue>;

const storedDiscrepancy = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['missing', 'extra']), tableId: z.string(), key: z.array(storedValue) }),
  z.object({
    kind: z.literal('different'),
    tableId: z.string(),
    key: z.array(storedValue),
    columns: z.array(z.object({ name: z.string(), source: storedValue, target: storedValue })),
  }),
]);

/** One discrepancy as a line of a findings object. */
export function encodeDiscrepancy(found: Discrepancy): string {
  const key = found.key.map(toStored);
  if (found.kind !== 'different') return JSON.stringify({ ...found, key });
  const columns = found.columns.map(({ name, source, target }) => ({
    name,
    source: toStored(source),
    target: toStored(target),
  }));
  return JSON.stringify({ ...found, key, columns });
}

export function decodeDiscrepancy(line: string): Discrepancy {
  const stored = storedDiscrepancy.parse(JSON.parse(line));
  const key = stored.key.map(fromStored);
  if (stored.kind !== 'different') return { kind: stored.kind, tableId: stored.tableId, key };
  const columns = stored.columns.map(({ name, source, target }) => ({
    name,
    source: fromStored(source),
    target: fromStored(target),
  }));
  return { kind: 'different', tableId: stored.tableId, key, columns };
}

function toStored(value: CanonicalValue): StoredValue {
  return value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value;
}

function fromStored(value: StoredValue): CanonicalValue {
  return value !== null && typeof value === 'object' ? new Uint8Array(Buffer.from(value.base64, 'base64')) : value;
}
