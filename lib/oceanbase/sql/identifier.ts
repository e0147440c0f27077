import { assert } from '../../model/fault.ts';
import type { TableName } from '../../model/source-table.ts';

/**
 * An identifier in back-ticks, which mean the same under every sql_mode. A back-tick inside is doubled.
 *
 *   order → `order`     my`table → `my``table`
 */
export function quoteIdentifier(name: string): string {
  // The server has no way to write these; a name like this is a bug upstream, not a row of the source.
  assert(name !== '' && !name.includes('\0'), 'an identifier is empty or holds a NUL character');
  return `\`${name.replaceAll('`', '``')}\``;
}

/** `database`.`table` */
export function quoteTable(name: TableName): string {
  return `${quoteIdentifier(name.schema)}.${quoteIdentifier(name.table)}`;
}

/** Identifiers separated by commas. */
export function quoteList(names: readonly string[]): string {
  return names.map(quoteIdentifier).join(', ');
}
