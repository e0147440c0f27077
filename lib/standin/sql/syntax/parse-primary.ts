/**
 * Primary expressions: literals, binds, names, calls, CASE, CAST, EXTRACT, TRIM, parentheses, subqueries.
 * ORA-00936 where none begins.
 */
import { oracleErrorAt } from '../../oracle-error.ts';
import type { CaseExpression, ExtractField, Expression, Name, TrimExpression } from './ast.ts';
import { parseCallTail } from './parse-call.ts';
import { parseLiteral } from './parse-literal.ts';
import { atQuery, continueSubquery, parseQueryIn } from './parse-subquery.ts';
import { parseDataType } from './parse-type.ts';
import { RESERVED_WORDS, VALUE_WORDS } from './reserved-words.ts';
import type { TokenStream } from './token-stream.ts';

/** The parsers above this one in the grammar. */
export interface ExpressionParsers {
  readonly any: (stream: TokenStream) => Expression;
  readonly expression: (stream: TokenStream) => Expression;
  readonly condition: (stream: TokenStream) => Expression;
}

type Special = (stream: TokenStream, parsers: ExpressionParsers, offset: number) => Expression;

/** Functions with a grammar of their own, when a parenthesis follows. */
const SPECIAL_CALLS: ReadonlyMap<string, Special> = new Map<string, Special>([
  ['CAST', castExpression],
  ['EXTRACT', extractExpression],
  ['TRIM', trimExpression],
]);

export function parsePrimary(stream: TokenStream, parsers: ExpressionParsers): Expression {
  const { token } = stream;
  const literal = parseLiteral(stream);
  if (literal !== null) return literal;
  if (token.kind === 'bind') return bindReference(stream);
  if (token.kind === 'quoted') return nameOrCall(stream, parsers);
  if (stream.atSymbol('(')) return parenthesised(stream, parsers);
  if (token.kind !== 'word') throw stream.error(936);
  if (token.text === 'CASE') return caseExpression(stream, parsers);
  const special =
    stream.peek(1).text === '(' && stream.peek(1).kind === 'symbol' ? SPECIAL_CALLS.get(token.text) : undefined;
  if (special !== undefined) {
    stream.next();
    stream.next();
    return special(stream, parsers, token.offset);
  }
  if (stream.plsql && (token.text === 'TRUE' || token.text === 'FALSE')) {
    stream.next();
    return { kind: 'literal', value: token.text === 'TRUE', type: { kind: 'boolean' }, offset: token.offset };
  }
  if (token.text === 'SQL' && stream.plsql && stream.peek(1).text === '%') return attribute(stream);
  if (token.text === 'CURSOR' && stream.peek(1).text === '(') throw stream.error(3001);
  if (RESERVED_WORDS.has(token.text) && !VALUE_WORDS.has(token.text)) throw stream.error(936);
  return nameOrCall(stream, parsers);
}

function bindReference(stream: TokenStream): Expression {
  const token = stream.next();
  if (!token.quoted && (RESERVED_WORDS.has(token.text) || token.text === '')) throw oracleErrorAt(token.offset, 1745);
  // :NEW.column and :OLD.column of a trigger.
  if (stream.plsql && stream.atSymbol('.') && (token.text === 'NEW' || token.text === 'OLD')) {
    stream.next();
    const record: Name = { text: `:${token.text}`, quoted: false, offset: token.offset };
    return { kind: 'column', path: [record, stream.name(904, '')], outerJoin: false, offset: token.offset };
  }
  const ordinal = stream.binds;
  stream.binds += 1;
  return { kind: 'bind', name: token.text, ordinal, offset: token.offset };
}

/** SQL%ROWCOUNT, cursor%NOTFOUND: a path whose last part has the percent sign. */
function attribute(stream: TokenStream): Expression {
  const offset = stream.offset;
  const first = stream.anyName();
  stream.expectSymbol('%', 6550);
  const name = stream.anyName();
  return { kind: 'column', path: [first, { ...name, text: `%${name.text}` }], outerJoin: false, offset };
}

function nameOrCall(stream: TokenStream, parsers: ExpressionParsers): Expression {
  const offset = stream.offset;
  const path = [stream.anyName()];
  while (stream.atSymbol('.') && path.length < 4) {
    const following = stream.peek(1);
    if (following.kind !== 'word' && following.kind !== 'quoted') break;
    stream.next();
    // `t.rowid`, `s.nextval`, `x.level`: only a reserved word that is no value is refused here.
    const { token } = stream;
    if (token.kind === 'word' && RESERVED_WORDS.has(token.text) && !VALUE_WORDS.has(token.text) && !stream.plsql) {
      throw stream.error(1747);
    }
    path.push(stream.anyName());
  }
  if (stream.atSymbol('(')) {
    const call = parseCallTail(stream, path, parsers, offset);
    return stream.plsql ? elementTail(stream, call, parsers) : call;
  }
  if (stream.plsql && stream.atSymbol('%') && stream.peek(1).kind === 'word') {
    stream.next();
    const name = stream.anyName();
    return { kind: 'column', path: [...path, { ...name, text: `%${name.text}` }], outerJoin: false, offset };
  }
  const outerJoin = stream.acceptSymbol('(+)');
  return { kind: 'column', path, outerJoin, offset };
}

/** PL/SQL `records(i).field`: a call whose path carries the field behind the arguments is written FIELD(call). */
function elementTail(stream: TokenStream, call: Expression, parsers: ExpressionParsers): Expression {
  let node = call;
  while (stream.atSymbol('.') && stream.peek(1).kind === 'word') {
    stream.next();
    const field = stream.anyName();
    const path: Name[] = [{ text: `.${field.text}`, quoted: false, offset: field.offset }];
    const receiver = { name: null, value: node };
    node = {
      kind: 'call',
      path,
      args: [receiver],
      star: false,
      distinct: false,
      ignoreNulls: false,
      withinGroup: null,
      keep: null,
      over: null,
      offset: call.offset,
    };
    if (stream.atSymbol('(')) {
      const tail = parseCallTail(stream, path, parsers, call.offset);
      node = { ...tail, args: [receiver, ...tail.args] };
    }
  }
  return node;
}

function parenthesised(stream: TokenStream, parsers: ExpressionParsers): Expression {
  const offset = stream.offset;
  stream.next();
  if (atQuery(stream)) {
    const query = parseQueryIn(stream);
    stream.expectSymbol(')', 907);
    return { kind: 'subquery', query, offset };
  }
  const first = parsers.any(stream);
  const continued = continueSubquery(stream, first);
  if (continued !== null) {
    stream.expectSymbol(')', 907);
    return { kind: 'subquery', query: continued, offset };
  }
  if (!stream.atSymbol(',')) {
    stream.expectSymbol(')', 907);
    return first;
  }
  const items = [first];
  while (stream.acceptSymbol(',')) items.push(parsers.expression(stream));
  stream.expectSymbol(')', 907);
  return { kind: 'list', items, offset };
}

function caseExpression(stream: TokenStream, parsers: ExpressionParsers): CaseExpression {
  const offset = stream.offset;
  stream.next();
  const operand = stream.at('WHEN') ? null : parsers.expression(stream);
  const branches: { when: Expression; result: Expression }[] = [];
  while (stream.accept('WHEN')) {
    const when = operand === null ? parsers.condition(stream) : parsers.expression(stream);
    stream.expect('THEN', 905);
    branches.push({ when, result: parsers.expression(stream) });
  }
  if (branches.length === 0) throw stream.error(905);
  const otherwise = stream.accept('ELSE') ? parsers.expression(stream) : null;
  stream.expect('END', 905);
  return { kind: 'case', operand, branches, otherwise, offset };
}

/** CAST(x AS type [DEFAULT y ON CONVERSION ERROR] [, format]) */
function castExpression(stream: TokenStream, parsers: ExpressionParsers, offset: number): Expression {
  const operand = parsers.expression(stream);
  stream.expect('AS', 905);
  const type = parseDataType(stream);
  let onError: Expression | null = null;
  if (stream.accept('DEFAULT')) {
    onError = parsers.expression(stream);
    if (!stream.accept('ON', 'CONVERSION', 'ERROR')) throw stream.error(43907);
  }
  const format = stream.acceptSymbol(',') ? parsers.expression(stream) : null;
  stream.expectSymbol(')', 907);
  return { kind: 'cast', operand, type, onError, format, offset };
}

const EXTRACT_FIELDS = [
  'YEAR',
  'MONTH',
  'DAY',
  'HOUR',
  'MINUTE',
  'SECOND',
  'TIMEZONE_HOUR',
  'TIMEZONE_MINUTE',
  'TIMEZONE_REGION',
  'TIMEZONE_ABBR',
] as const satisfies readonly ExtractField[];

function extractExpression(stream: TokenStream, parsers: ExpressionParsers, offset: number): Expression {
  const field = EXTRACT_FIELDS.find((candidate) => stream.at(candidate));
  if (field === undefined) throw stream.error(907);
  stream.next();
  stream.expect('FROM', 907);
  const operand = parsers.expression(stream);
  stream.expectSymbol(')', 907);
  return { kind: 'extract', field, operand, offset };
}

function trimExpression(stream: TokenStream, parsers: ExpressionParsers, offset: number): TrimExpression {
  const side = trimSide(stream);
  if (side !== null && stream.accept('FROM')) {
    return trimOf(stream, parsers, side, null, offset);
  }
  const first = parsers.expression(stream);
  if (stream.accept('FROM')) return trimOf(stream, parsers, side ?? 'both', first, offset);
  if (side !== null) throw stream.error(907);
  stream.expectSymbol(')', 907);
  return { kind: 'trim', side: 'both', characters: null, operand: first, offset };
}

function trimSide(stream: TokenStream): TrimExpression['side'] | null {
  const word = stream.atAny('LEADING', 'TRAILING', 'BOTH') && stream.peek(1).text !== ')' ? stream.next().text : null;
  if (word === 'LEADING') return 'leading';
  if (word === 'TRAILING') return 'trailing';
  return word === null ? null : 'both';
}

function trimOf(
  stream: TokenStream,
  parsers: ExpressionParsers,
  side: TrimExpression['side'],
  characters: Expression | null,
  offset: number,
): TrimExpression {
  const operand = parsers.expression(stream);
  stream.expectSymbol(')', 907);
  return { kind: 'trim', side, characters, operand, offset };
}
