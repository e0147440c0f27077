/** Identifiers and literals of Oracle SQL. Nothing else in this product writes a quote. */
import { Fault } from '../../model/fault.ts';
import type { TableName } from '../../model/source-table.ts';

/** `"Name"`. Oracle allows no double quote and no zero byte in a name. */
export function quoteIdentifier(name: string): string {
  if (name === '' || name.includes('"') || name.includes('\0')) {
    throw new Fault('NAME_REFUSED', 'a name that Oracle cannot have: empty, or with a double quote', { subject: name });
  }
  return `"${name}"`;
}

/** `"SCHEMA"."TABLE"`. */
export function quoteTable(name: TableName): string {
  return `${quoteIdentifier(name.schema)}.${quoteIdentifier(name.table)}`;
}

/** `'text'`, for the few places that take no bind. */
export function quoteLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
