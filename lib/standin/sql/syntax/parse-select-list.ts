/** The select list: `*`, `t.*`, `a + b AS total`, `count(*) "Number"`. */
import type { Name } from './ast.ts';
import type { SelectItem } from './ast-query.ts';
import { isCondition, parseExpression } from './parse-expression.ts';
import { RESERVED_WORDS } from './reserved-words.ts';
import type { Token } from './tokenize.ts';
import type { TokenStream } from './token-stream.ts';

export function parseSelectItems(stream: TokenStream): SelectItem[] {
  const items: SelectItem[] = [];
  do items.push(selectItem(stream));
  while (stream.acceptSymbol(','));
  return items;
}

function selectItem(stream: TokenStream): SelectItem {
  const offset = stream.offset;
  if (stream.acceptSymbol('*')) return { kind: 'star', path: [], offset };
  const path = starPath(stream);
  if (path !== null) return { kind: 'star', path, offset };
  const mark = stream.mark();
  const expression = parseExpression(stream);
  if (!stream.plsql && isCondition(expression)) throw stream.error(923);
  const text = headingOf(stream.tokensSince(mark));
  return { kind: 'expression', expression, alias: selectAlias(stream), text, offset };
}

/** `t.*`, `s.t.*` */
function starPath(stream: TokenStream): Name[] | null {
  let length = 0;
  for (;;) {
    const { kind } = stream.peek(length * 2);
    if (kind !== 'word' && kind !== 'quoted') return null;
    length += 1;
    const dot = stream.peek(length * 2 - 1);
    if (dot.kind !== 'symbol' || dot.text !== '.') return null;
    const following = stream.peek(length * 2);
    if (following.kind === 'symbol' && following.text === '*') break;
  }
  const path: Name[] = [];
  for (let index = 0; index < length; index += 1) {
    path.push(stream.name(903));
    stream.next();
  }
  stream.next();
  return path;
}

function selectAlias(stream: TokenStream): Name | null {
  if (stream.accept('AS')) {
    if (!stream.atName()) throw stream.error(923);
    return stream.anyName();
  }
  const { token } = stream;
  if (token.kind === 'quoted') return stream.anyName();
  if (token.kind !== 'word' || RESERVED_WORDS.has(token.text)) return null;
  if (stream.plsql && token.text === 'BULK') return null;
  return stream.anyName();
}

/** The column name of an item without alias: its text without blanks, upper-cased outside quotes. */
function headingOf(tokens: readonly Token[]): string {
  return tokens.map(headingPart).join('');
}

function headingPart(token: Token): string {
  if (token.kind === 'quoted') return `"${token.text}"`;
  if (token.kind === 'text' || token.kind === 'ntext') return `'${token.text.replaceAll("'", "''")}'`;
  if (token.kind === 'bind') return `:${token.text}`;
  return token.text.toUpperCase();
}
