/**
 * Calls: f(a, b), f(x => 1), COUNT(*), COUNT(DISTINCT a), LISTAGG(a, ',') WITHIN GROUP (ORDER BY b), MAX(a) KEEP (DENSE_RANK LAST
 * ORDER BY b), LAG(a) IGNORE NULLS OVER (PARTITION BY b ORDER BY c ROWS BETWEEN 1 PRECEDING AND CURRENT ROW).
 */
import type { CallArgument, Expression, FrameBound, FunctionCall, Name, Window } from './ast.ts';
import type { OrderItem } from './ast-query.ts';
import type { ExpressionParsers } from './parse-primary.ts';
import type { TokenStream } from './token-stream.ts';

/** What follows the name of a function; the stream is at the opening parenthesis. */
export function parseCallTail(
  stream: TokenStream,
  path: readonly Name[],
  parsers: ExpressionParsers,
  offset: number,
): FunctionCall {
  stream.expectSymbol('(', 906);
  const star = stream.atSymbol('*') && stream.peek(1).text === ')' && stream.acceptSymbol('*');
  const distinct = !star && stream.acceptAny('DISTINCT', 'UNIQUE') !== null;
  if (!star && !distinct && stream.at('ALL') && stream.peek(1).text !== ')') stream.next();
  const args: CallArgument[] = [];
  if (!star && !stream.atSymbol(')')) {
    do args.push(argument(stream, parsers, args.length));
    while (stream.acceptSymbol(','));
  }
  let ignoreNulls = nullTreatment(stream);
  listaggOverflow(stream, parsers);
  translateUsing(stream, path);
  stream.expectSymbol(')', 907);
  const withinGroup = stream.accept('WITHIN', 'GROUP') ? parenthesisedOrder(stream, parsers) : null;
  const keep = keepClause(stream, parsers);
  ignoreNulls = nullTreatment(stream) || ignoreNulls;
  const over = stream.at('OVER') && stream.peek(1).text === '(' ? windowClause(stream, parsers) : null;
  return { kind: 'call', path, args, star, distinct, ignoreNulls, withinGroup, keep, over, offset };
}

function argument(stream: TokenStream, parsers: ExpressionParsers, index: number): CallArgument {
  if (stream.peek(1).text === '=>' && stream.peek(1).kind === 'symbol') {
    const name = stream.anyName();
    stream.next();
    return { name, value: parsers.any(stream) };
  }
  // REGEXP_LIKE(..), NVL(..) take values; LNNVL a condition: the compiler knows which.
  if (index > 0 || !stream.at('NOT')) return { name: null, value: parsers.any(stream) };
  return { name: null, value: parsers.condition(stream) };
}

function nullTreatment(stream: TokenStream): boolean {
  if (stream.accept('IGNORE', 'NULLS')) return true;
  stream.accept('RESPECT', 'NULLS');
  return false;
}

/** LISTAGG(x, ',' ON OVERFLOW TRUNCATE '...' WITH COUNT): accepted; the stand-in raises ORA-01489 all the same. */
function listaggOverflow(stream: TokenStream, parsers: ExpressionParsers): void {
  if (!stream.accept('ON', 'OVERFLOW')) return;
  if (stream.accept('ERROR')) return;
  stream.expect('TRUNCATE', 905);
  if (!stream.atSymbol(')') && !stream.atAny('WITH', 'WITHOUT')) parsers.expression(stream);
  if (stream.acceptAny('WITH', 'WITHOUT') !== null) stream.expect('COUNT', 905);
}

/** TRANSLATE(x USING CHAR_CS | NCHAR_CS) */
function translateUsing(stream: TokenStream, path: readonly Name[]): void {
  if (path[0]?.text !== 'TRANSLATE' || !stream.accept('USING')) return;
  if (stream.acceptAny('CHAR_CS', 'NCHAR_CS') === null) throw stream.error(905);
}

function parenthesisedOrder(stream: TokenStream, parsers: ExpressionParsers): OrderItem[] {
  stream.expectSymbol('(', 906);
  if (!stream.accept('ORDER', 'BY')) throw stream.error(30491);
  const items = parseOrderItems(stream, parsers.expression);
  stream.expectSymbol(')', 907);
  return items;
}

function keepClause(stream: TokenStream, parsers: ExpressionParsers): FunctionCall['keep'] {
  if (!stream.at('KEEP') || stream.peek(1).text !== '(') return null;
  stream.next();
  stream.next();
  stream.expect('DENSE_RANK', 907);
  const side = stream.acceptAny('FIRST', 'LAST');
  if (side === null) throw stream.error(907);
  if (!stream.accept('ORDER', 'BY')) throw stream.error(30491);
  const orderBy = parseOrderItems(stream, parsers.expression);
  stream.expectSymbol(')', 907);
  return { last: side === 'LAST', orderBy };
}

/** `a DESC NULLS LAST, b` */
export function parseOrderItems(stream: TokenStream, expression: (stream: TokenStream) => Expression): OrderItem[] {
  const items: OrderItem[] = [];
  do {
    const offset = stream.offset;
    const node = expression(stream);
    const direction = stream.acceptAny('ASC', 'DESC');
    const nulls = stream.accept('NULLS') ? stream.acceptAny('FIRST', 'LAST') : undefined;
    if (nulls === null) throw stream.error(30494);
    const nullsFirst = nulls === undefined ? null : nulls === 'FIRST';
    items.push({ expression: node, descending: direction === 'DESC', nullsFirst, offset });
  } while (stream.acceptSymbol(','));
  return items;
}

function windowClause(stream: TokenStream, parsers: ExpressionParsers): Window {
  stream.next();
  stream.next();
  const partitionBy: Expression[] = [];
  if (stream.accept('PARTITION', 'BY')) {
    do partitionBy.push(parsers.expression(stream));
    while (stream.acceptSymbol(','));
  }
  const orderBy = stream.accept('ORDER', 'BY') ? parseOrderItems(stream, parsers.expression) : [];
  const unit = stream.acceptAny('ROWS', 'RANGE');
  if (unit === null) {
    stream.expectSymbol(')', 907);
    return { partitionBy, orderBy, frame: null };
  }
  const isBetween = stream.accept('BETWEEN');
  const start = frameBound(stream, parsers);
  if (isBetween) stream.expect('AND', 905);
  const end: FrameBound = isBetween ? frameBound(stream, parsers) : { kind: 'current-row' };
  stream.expectSymbol(')', 907);
  return { partitionBy, orderBy, frame: { unit: unit === 'ROWS' ? 'rows' : 'range', start, end } };
}

function frameBound(stream: TokenStream, parsers: ExpressionParsers): FrameBound {
  if (stream.accept('UNBOUNDED', 'PRECEDING')) return { kind: 'unbounded-preceding' };
  if (stream.accept('UNBOUNDED', 'FOLLOWING')) return { kind: 'unbounded-following' };
  if (stream.accept('CURRENT', 'ROW')) return { kind: 'current-row' };
  const value = parsers.expression(stream);
  const side = stream.acceptAny('PRECEDING', 'FOLLOWING');
  if (side === null) throw stream.error(905);
  return side === 'PRECEDING' ? { kind: 'preceding', value } : { kind: 'following', value };
}
