import type { Table } from '../catalog/table.ts';
import { unpackRow } from '../store/packed-row.ts';

/** The UROWID of a row of an index-organized table: `*` and its primary key in base 64, valid as long as the key is. */
export function logicalRowid(table: Table, row: Uint8Array): string {
  const columns = unpackRow(row);
  const key = table.constraints.find((constraint) => constraint.type === 'P');
  const parts: Uint8Array[] = [];
  for (const name of key?.columns ?? []) {
    const column = table.columns.find((candidate) => candidate.name === name);
    const bytes =
      column?.storedAt === undefined || column.storedAt === null ? null : (columns[column.storedAt] ?? null);
    if (bytes === null) continue;
    parts.push(Uint8Array.of(bytes.length), bytes);
  }
  return `*${Buffer.concat([Uint8Array.of(2, 4), ...parts, Uint8Array.of(0xfe)])
    .toString('base64')
    .replaceAll('=', '')}`;
}

/** The key columns inside a logical ROWID. */
export function keyOfLogicalRowid(text: string): readonly Uint8Array[] {
  const bytes = Buffer.from(text.slice(1), 'base64');
  const columns: Uint8Array[] = [];
  for (let at = 2; at < bytes.length && bytes[at] !== 0xfe;) {
    const length = bytes[at] ?? 0;
    columns.push(bytes.subarray(at + 1, at + 1 + length));
    at += 1 + length;
  }
  return columns;
}
