/**
 * Names and literals inside expressions that are part of a definition (checks, partition bounds, views). A text that two
 * sql_modes would read differently is refused instead of escaped.
 */

/** `` `name` `` */
export function targetIdentifier(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

/** `'text'`. SyntaxError for a backslash, whose meaning depends on the server's mode. */
export function targetLiteral(text: string): string {
  if (text.includes('\\')) throw new SyntaxError('a backslash in a text means different things in different modes');
  return `'${text.replaceAll("'", "''")}'`;
}
