/**
 * Patterns of matching rules, case sensitive, over one name:
 *   `*` any text, also none · `?` one character · `[abc]` `[a-z]` one of a set · `[!abc]` one character not in the set
 *   everything else stands for itself: `ORDER_*`  `ORDER[0-9][0-9]`  `LOG_?`  `[!T]*`
 */
export type NamePattern = (name: string) => boolean;

/** Compiles a pattern. RangeError with the reason when it is not one. */
export function namePattern(pattern: string): NamePattern {
  const source = [...tokens(pattern)].join('');
  const expression = new RegExp(`^${source}$`, 'su');
  return (name) => expression.test(name);
}

/** True when the pattern has a wildcard: a rule without one names a single object. */
export function hasWildcard(pattern: string): boolean {
  return /[*?[]/.test(pattern);
}

function* tokens(pattern: string): Generator<string> {
  let position = 0;
  while (position < pattern.length) {
    const character = String.fromCodePoint(pattern.codePointAt(position) ?? 0);
    if (character === '[') {
      const end = pattern.indexOf(']', position + 1);
      if (end < 0) throw new RangeError('a `[` is not closed');
      yield characterSet(pattern.slice(position + 1, end));
      position = end + 1;
      continue;
    }
    yield character === '*' ? '.*' : character === '?' ? '.' : literal(character);
    position += character.length;
  }
}

function characterSet(body: string): string {
  const negated = body.startsWith('!');
  const members = Array.from(negated ? body.slice(1) : body);
  if (members.length === 0) throw new RangeError('a set `[]` is empty');
  let set = '';
  for (let index = 0; index < members.length; index += 1) {
    const from = members[index] ?? '';
    const to = members[index + 2];
    if (members[index + 1] === '-' && to !== undefined) {
      if (from > to) throw new RangeError(`the range ${from}-${to} is the wrong way round`);
      set += `${inSet(from)}-${inSet(to)}`;
      index += 2;
    } else {
      set += inSet(from);
    }
  }
  return `[${negated ? '^' : ''}${set}]`;
}

function literal(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}

function inSet(character: string): string {
  return /[\\\]^\-[]/.test(character) ? `\\${character}` : character;
}
