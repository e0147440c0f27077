/**
 * Expressions and conditions, one grammar:
 *
 *   or        := and { OR and }
 *   and       := not { AND not }
 *   not       := NOT not | predicate
 *   predicate := sum [ comparison | [NOT] IN | [NOT] BETWEEN | [NOT] LIKE | IS [NOT] NULL ... ] | EXISTS (query)
 *   sum       := product { (+ | - | ||) product }
 *   product   := unary { (* | /) unary }
 *   unary     := (- | + | PRIOR | CONNECT_BY_ROOT) unary | postfix
 *   postfix   := primary { AT TIME ZONE sum | AT LOCAL | DAY TO SECOND | YEAR TO MONTH }
 *
 * SQL wants conditions and values apart: {@link parseExpression} refuses a condition, {@link parseCondition} a bare value.
 */
import { oracleErrorAt } from '../../oracle-error.ts';
import type { BinaryExpression, Comparison, Expression, ExpressionList } from './ast.ts';
import { parseIntervalQualifier } from './parse-literal.ts';
import { parsePrimary } from './parse-primary.ts';
import { atQuery, parseQueryIn } from './parse-subquery.ts';
import type { TokenStream } from './token-stream.ts';

const CONDITIONS: ReadonlySet<Expression['kind']> = new Set([
  'and',
  'or',
  'not',
  'comparison',
  'between',
  'in',
  'like',
  'is-null',
  'is-nan',
  'is-infinite',
  'exists',
  'is-json',
] satisfies Expression['kind'][]);

export function isCondition(node: Expression): boolean {
  return CONDITIONS.has(node.kind);
}

/** A value. In PL/SQL a condition is one. */
export function parseExpression(stream: TokenStream): Expression {
  if (stream.plsql) return parseAny(stream);
  return stream.nested(() => parseSum(stream));
}

export function parseExpressions(stream: TokenStream): Expression[] {
  const items = [parseExpression(stream)];
  while (stream.acceptSymbol(',')) items.push(parseExpression(stream));
  return items;
}

/** What WHERE, ON, HAVING, WHEN and CHECK take. ORA-00920 for a value that is compared with nothing. */
export function parseCondition(stream: TokenStream): Expression {
  const node = parseAny(stream);
  if (!stream.plsql && !isCondition(node) && node.kind !== 'call') throw stream.error(920);
  return node;
}

/** Either: what may stand in parentheses. */
export function parseAny(stream: TokenStream): Expression {
  return stream.nested(() => parseOr(stream));
}

function parseOr(stream: TokenStream): Expression {
  const first = parseAnd(stream);
  if (!stream.at('OR')) return first;
  const operands = [operand(stream, first)];
  while (stream.accept('OR')) operands.push(operand(stream, parseAnd(stream)));
  return { kind: 'or', operands, offset: first.offset };
}

function parseAnd(stream: TokenStream): Expression {
  const first = parseNot(stream);
  if (!stream.at('AND')) return first;
  const operands = [operand(stream, first)];
  while (stream.accept('AND')) operands.push(operand(stream, parseNot(stream)));
  return { kind: 'and', operands, offset: first.offset };
}

/** Operands of AND and OR are conditions, or calls of boolean functions (REGEXP_LIKE, LNNVL). */
function operand(stream: TokenStream, node: Expression): Expression {
  if (stream.plsql || isCondition(node) || node.kind === 'call') return node;
  throw stream.error(920);
}

function parseNot(stream: TokenStream): Expression {
  const offset = stream.offset;
  if (!stream.accept('NOT')) return parsePredicate(stream);
  const inner = stream.nested(() => parseNot(stream));
  return { kind: 'not', operand: operand(stream, inner), offset };
}

const COMPARISONS: ReadonlyMap<string, Comparison['operator']> = new Map([
  ['=', '='],
  ['<>', '<>'],
  ['!=', '<>'],
  ['^=', '<>'],
  ['~=', '<>'],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
]);

function parsePredicate(stream: TokenStream): Expression {
  const offset = stream.offset;
  if (stream.accept('EXISTS')) {
    stream.expectSymbol('(', 906);
    const query = parseQueryIn(stream);
    stream.expectSymbol(')', 907);
    return { kind: 'exists', query, offset };
  }
  const left = parseSum(stream);
  const { token } = stream;
  if (token.kind === 'symbol') {
    const operator = COMPARISONS.get(token.text);
    if (operator === undefined) return left;
    stream.next();
    return parseComparison(stream, left, operator);
  }
  if (token.kind !== 'word') return left;
  if (stream.accept('IS')) return parseIs(stream, left);
  const negated =
    stream.at('NOT') && ['IN', 'BETWEEN', 'LIKE', 'LIKEC', 'LIKE2', 'LIKE4'].includes(stream.peek(1).text);
  if (negated) stream.next();
  if (stream.accept('IN')) return parseIn(stream, left, negated);
  if (stream.accept('BETWEEN')) {
    const low = parseSum(stream);
    stream.expect('AND', 905);
    const high = parseSum(stream);
    return { kind: 'between', negated, operand: left, low, high, offset: left.offset };
  }
  if (stream.acceptAny('LIKE', 'LIKEC', 'LIKE2', 'LIKE4') !== null) {
    const pattern = parseSum(stream);
    const escape = stream.accept('ESCAPE') ? parseSum(stream) : null;
    return { kind: 'like', negated, operand: left, pattern, escape, offset: left.offset };
  }
  return left;
}

function parseComparison(stream: TokenStream, left: Expression, operator: Comparison['operator']): Expression {
  const offset = left.offset;
  const quantifier = stream.acceptAny('ANY', 'SOME', 'ALL');
  if (quantifier === null) {
    return { kind: 'comparison', operator, left, right: parseSum(stream), quantifier: null, offset };
  }
  const at = stream.offset;
  stream.expectSymbol('(', 906);
  const right: Expression = atQuery(stream)
    ? { kind: 'subquery', query: parseQueryIn(stream), offset: at }
    : { kind: 'list', items: parseExpressions(stream), offset: at };
  stream.expectSymbol(')', 907);
  return { kind: 'comparison', operator, left, right, quantifier: quantifier === 'ALL' ? 'all' : 'any', offset };
}

function parseIs(stream: TokenStream, left: Expression): Expression {
  const negated = stream.accept('NOT');
  const offset = left.offset;
  if (stream.accept('NULL')) return { kind: 'is-null', negated, operand: left, offset };
  if (stream.accept('NAN')) return { kind: 'is-nan', negated, operand: left, offset };
  if (stream.accept('INFINITE')) return { kind: 'is-infinite', negated, operand: left, offset };
  if (stream.accept('JSON')) return { kind: 'is-json', negated, operand: left, offset };
  throw stream.error(908);
}

const LIST_MAX = 1000;

function parseIn(stream: TokenStream, left: Expression, negated: boolean): Expression {
  const offset = left.offset;
  if (!stream.atSymbol('(')) {
    // `x IN :list` is not Oracle's, but `x IN y` and `x IN 1` are, with one candidate.
    if (stream.token.kind === 'end') throw stream.error(936);
    return { kind: 'in', negated, operand: left, candidates: [parseSum(stream)], offset };
  }
  stream.next();
  if (atQuery(stream)) {
    const query = parseQueryIn(stream);
    stream.expectSymbol(')', 907);
    return { kind: 'in', negated, operand: left, candidates: query, offset };
  }
  const candidates = parseExpressions(stream);
  if (candidates.length > LIST_MAX && left.kind !== 'list') throw oracleErrorAt(offset, 1795);
  stream.expectSymbol(')', 907);
  return { kind: 'in', negated, operand: left, candidates, offset };
}

// ---------------------------------------------------------------- values

/** Chains of operators make trees as deep as they are long; this many are compiled without exhausting the stack. */
const CHAIN_MAX = 1500;

function parseSum(stream: TokenStream): Expression {
  let left = parseProduct(stream);
  for (let count = 0; ; count += 1) {
    const operator = additive(stream);
    if (operator === null) return left;
    if (count > CHAIN_MAX) throw stream.error(3001);
    stream.next();
    left = binary(operator, left, parseProduct(stream));
  }
}

function additive(stream: TokenStream): BinaryExpression['operator'] | null {
  const { token } = stream;
  if (token.kind !== 'symbol') return null;
  if (token.text === '+' || token.text === '-' || token.text === '||') return token.text;
  return null;
}

function parseProduct(stream: TokenStream): Expression {
  let left = parseUnary(stream);
  for (let count = 0; ; count += 1) {
    const operator = stream.atSymbol('*') ? '*' : stream.atSymbol('/') ? '/' : null;
    if (operator === null) return left;
    if (count > CHAIN_MAX) throw stream.error(3001);
    stream.next();
    left = binary(operator, left, parseUnary(stream));
  }
}

function binary(operator: BinaryExpression['operator'], left: Expression, right: Expression): Expression {
  value(left);
  value(right);
  return { kind: 'binary', operator, left, right, offset: left.offset };
}

/** An operand of arithmetic: neither a condition nor a list. */
function value(node: Expression): void {
  if (isCondition(node)) throw oracleErrorAt(node.offset, 907);
  if (node.kind === 'list') throw oracleErrorAt(node.offset, 907);
}

function parseUnary(stream: TokenStream): Expression {
  const offset = stream.offset;
  const operator = unary(stream);
  if (operator !== null) {
    stream.next();
    const inner = stream.nested(() => parseUnary(stream));
    return { kind: 'unary', operator, operand: inner, offset };
  }
  let node = parsePostfix(stream);
  if (stream.plsql && stream.acceptSymbol('**')) {
    node = binary(
      '**',
      node,
      stream.nested(() => parseUnary(stream)),
    );
  }
  return node;
}

function unary(stream: TokenStream): '-' | '+' | 'prior' | 'connect_by_root' | null {
  if (stream.atSymbol('-')) return '-';
  if (stream.atSymbol('+')) return '+';
  if (stream.at('PRIOR')) return 'prior';
  if (stream.at('CONNECT_BY_ROOT')) return 'connect_by_root';
  return null;
}

function parsePostfix(stream: TokenStream): Expression {
  let node = parsePrimary(stream, PARSERS);
  for (;;) {
    if (stream.accept('AT', 'TIME', 'ZONE')) {
      node = { kind: 'at-time-zone', operand: node, zone: parsePrimary(stream, PARSERS), offset: node.offset };
    } else if (stream.accept('AT', 'LOCAL')) {
      node = { kind: 'at-time-zone', operand: node, zone: null, offset: node.offset };
    } else if (atIntervalQualifier(stream)) {
      const qualifier = parseIntervalQualifier(stream, 30089);
      node = {
        kind: 'interval-qualified',
        operand: node,
        type:
          qualifier.kind === 'ym'
            ? { kind: 'interval-ym', yearPrecision: qualifier.leading }
            : { kind: 'interval-ds', dayPrecision: qualifier.leading, secondPrecision: qualifier.fraction },
        offset: node.offset,
      };
    } else return node;
  }
}

/** `DAY TO SECOND`, `DAY(9) TO SECOND`: the words alone are valid aliases. */
function atIntervalQualifier(stream: TokenStream): boolean {
  if (!stream.atAny('DAY', 'YEAR')) return false;
  if (stream.peek(1).text === 'TO') return true;
  return (
    stream.peek(1).text === '(' &&
    stream.peek(2).kind === 'number' &&
    stream.peek(3).text === ')' &&
    stream.peek(4).text === 'TO'
  );
}

const PARSERS = { any: parseAny, expression: parseExpression, condition: parseCondition } as const;

/** `(a, b)`: for multi-column keys and bounds. */
export function parseParenthesised(stream: TokenStream): ExpressionList {
  const offset = stream.offset;
  stream.expectSymbol('(', 906);
  const items = parseExpressions(stream);
  stream.expectSymbol(')', 907);
  return { kind: 'list', items, offset };
}
