/** LIKE patterns: `%` any run, `_` one character, with an optional escape character. ORA-01424, ORA-01425. */
import { oracleError } from '../../oracle-error.ts';

export function compileLike(pattern: string, escape: string | null): (text: string) => boolean {
  if (escape !== null && Array.from(escape).length !== 1) throw oracleError(1425);
  let source = '';
  let literal = '';
  let onlyPrefix = true;
  const characters = Array.from(pattern);
  for (let index = 0; index < characters.length; index += 1) {
    const character = characters[index] ?? '';
    if (character === escape) {
      index += 1;
      const escaped = characters[index];
      if (escaped !== '%' && escaped !== '_' && escaped !== escape) throw oracleError(1424);
      literal += escaped;
      source += quoted(escaped);
    } else if (character === '%') {
      if (index < characters.length - 1) onlyPrefix = false;
      source += '.*';
    } else if (character === '_') {
      onlyPrefix = false;
      source += '.';
    } else {
      literal += character;
      source += quoted(character);
    }
  }
  if (!pattern.endsWith('%') || (escape !== null && pattern.endsWith(`${escape}%`))) onlyPrefix = false;
  if (onlyPrefix) return (text) => text.startsWith(literal);
  const regexp = new RegExp(`^${source}$`, 'su');
  return (text) => regexp.test(text);
}

function quoted(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
}
