/**
 * Matching rules, by example:
 *
 *     SHOP.*                      every table and view of SHOP
 *     SHOP.ORDER[0-9]?            ORDER, one digit, one character
 *     SHOP.[!T]*                  names that do not begin with T
 *     SHOP.ORD_*=sales.orders     the same, all into one target table
 *
 * The schema is literal; `*` is any run of characters, `?` exactly one, `[abc]` and `[a-z]` one of a set, `[!...]` one not
 * in it. Rules are case-sensitive. A rule that is not of this form is a RangeError with its text.
 */
export interface ObjectRule {
  readonly schema: string;
  readonly pattern: string;
  readonly target: { readonly schema: string; readonly table: string } | null;
}

const ruleText = /^([^.=*?[\]]+)\.([^.=]+)(?:=([^.=*?[\]]+)\.([^.=*?[\]]+))?$/u;

export function parseObjectRule(text: string): ObjectRule {
  const parts = ruleText.exec(text);
  if (parts === null || text !== text.trim())
    throw new RangeError(`not a rule SCHEMA.PATTERN: ${JSON.stringify(text)}`);
  const [, schema = '', pattern = '', targetSchema, targetTable] = parts;
  tokensOf(pattern);
  const target =
    targetSchema === undefined || targetTable === undefined ? null : { schema: targetSchema, table: targetTable };
  return { schema, pattern, target };
}

type Token =
  | { readonly kind: 'any' }
  | { readonly kind: 'one' }
  | { readonly kind: 'literal'; readonly character: string }
  | { readonly kind: 'set'; readonly negated: boolean; readonly ranges: readonly (readonly [string, string])[] };

/** Whether a name matches; linear in both lengths but for the runs a `*` may take. */
export function matchesPattern(pattern: string, name: string): boolean {
  const tokens = tokensOf(pattern);
  const characters = Array.from(name);
  let reachable = new Set<number>([0]);
  for (const token of tokens) {
    const next = new Set<number>();
    for (const at of reachable) {
      if (token.kind === 'any') for (let to = at; to <= characters.length; to++) next.add(to);
      else if (at < characters.length && takes(token, characters[at] ?? '')) next.add(at + 1);
    }
    reachable = next;
  }
  return reachable.has(characters.length);
}

function takes(token: Exclude<Token, { kind: 'any' }>, character: string): boolean {
  if (token.kind === 'one') return true;
  if (token.kind === 'literal') return token.character === character;
  return token.ranges.some(([from, to]) => character >= from && character <= to) !== token.negated;
}

function tokensOf(pattern: string): readonly Token[] {
  const tokens: Token[] = [];
  const characters = Array.from(pattern);
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? '';
    if (character === '*') tokens.push({ kind: 'any' });
    else if (character === '?') tokens.push({ kind: 'one' });
    else if (character === '[') {
      const end = characters.indexOf(']', at + 2);
      if (end < 0) throw new RangeError(`a set is not closed in ${JSON.stringify(pattern)}`);
      tokens.push(setOf(characters.slice(at + 1, end)));
      at = end;
    } else tokens.push({ kind: 'literal', character });
  }
  return tokens;
}

function setOf(inside: readonly string[]): Token {
  const negated = inside[0] === '!';
  const members = negated ? inside.slice(1) : inside;
  const ranges: (readonly [string, string])[] = [];
  for (let at = 0; at < members.length; at++) {
    const from = members[at] ?? '';
    const to = members[at + 1] === '-' ? members[at + 2] : undefined;
    ranges.push([from, to ?? from]);
    if (to !== undefined) at += 2;
  }
  return { kind: 'set', negated, ranges };
}
