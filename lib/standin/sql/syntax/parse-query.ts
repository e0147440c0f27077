/**
 * Queries:
 *
 *   query  := [WITH name [(columns)] AS (query), ...] set [ORDER [SIBLINGS] BY ...] [OFFSET n ROWS] [FETCH FIRST n ROWS ONLY] [FOR UPDATE ...]
 *   set    := block { (UNION [ALL] | INTERSECT | MINUS) block }       all of one precedence, left to right
 *   block  := SELECT [hint] [DISTINCT] items [INTO ...] FROM ... [WHERE] [START WITH .. CONNECT BY ..] [GROUP BY] [HAVING] | (query)
 */
import { oracleErrorAt } from '../../oracle-error.ts';
import type { ColumnReference, Expression, Name } from './ast.ts';
import type {
  CommonTable,
  FetchClause,
  ForUpdate,
  GroupItem,
  OrderItem,
  Query,
  QueryBody,
  QueryStatement,
  SelectBlock,
  SelectItem,
  SetOperation,
} from './ast-query.ts';
import { parseOrderItems } from './parse-call.ts';
import { parseCondition, parseExpression, parseExpressions } from './parse-expression.ts';
import { parseFrom } from './parse-from.ts';
import { parseSelectItems } from './parse-select-list.ts';
import type { TokenStream } from './token-stream.ts';

/** Where SELECT ... INTO of PL/SQL leaves its targets. */
interface IntoTargets {
  targets: readonly Expression[] | null;
  bulkCollect: boolean;
}

export function parseQuery(stream: TokenStream): Query {
  return queryWith(stream, { targets: null, bulkCollect: false });
}

/** A query as a statement, with INTO in PL/SQL. */
export function parseQueryStatement(stream: TokenStream): QueryStatement {
  const offset = stream.offset;
  const into: IntoTargets = { targets: null, bulkCollect: false };
  const query = queryWith(stream, into);
  return { kind: 'select', query, into: into.targets, bulkCollect: into.bulkCollect, offset };
}

function queryWith(stream: TokenStream, into: IntoTargets): Query {
  const offset = stream.offset;
  const common = stream.accept('WITH') ? parseCommonTables(stream) : [];
  const body = setOperations(stream, queryTerm(stream, into), into);
  return queryTail(stream, common, body, offset);
}

/** After a first operand that was read in parentheses. */
export function continueQuery(stream: TokenStream, left: QueryBody): Query {
  const into: IntoTargets = { targets: null, bulkCollect: false };
  return queryTail(stream, [], setOperations(stream, left, into), left.offset);
}

function parseCommonTables(stream: TokenStream): CommonTable[] {
  const tables: CommonTable[] = [];
  do {
    if (stream.atAny('FUNCTION', 'PROCEDURE')) throw stream.error(3001);
    const name = stream.name(903);
    const columns = stream.atSymbol('(') ? stream.nameList(904, '') : [];
    stream.expect('AS', 905);
    stream.expectSymbol('(', 906);
    const query = stream.nested(() => parseQuery(stream));
    stream.expectSymbol(')', 907);
    if (stream.atAny('SEARCH', 'CYCLE')) throw stream.error(3001);
    tables.push({ name, columns, query, offset: name.offset });
  } while (stream.acceptSymbol(','));
  if (!stream.atAny('SELECT') && !stream.atSymbol('(')) throw stream.error(928);
  return tables;
}

function setOperator(stream: TokenStream): SetOperation['operator'] | null {
  if (stream.accept('UNION')) return stream.accept('ALL') ? 'union-all' : 'union';
  if (stream.accept('INTERSECT')) return 'intersect';
  if (stream.accept('MINUS')) return 'minus';
  return null;
}

function setOperations(stream: TokenStream, first: QueryBody, into: IntoTargets): QueryBody {
  let left = first;
  for (;;) {
    const operator = setOperator(stream);
    if (operator === null) return left;
    left = { kind: 'set', operator, left, right: queryTerm(stream, into), offset: left.offset };
  }
}

function queryTerm(stream: TokenStream, into: IntoTargets): QueryBody {
  if (stream.acceptSymbol('(')) {
    const query = stream.nested(() => queryWith(stream, into));
    stream.expectSymbol(')', 907);
    // Redundant parentheses make no node.
    return isPlain(query) ? query.body : query;
  }
  return selectBlock(stream, into);
}

function isPlain(query: Query): boolean {
  return (
    query.with.length === 0 &&
    query.orderBy.length === 0 &&
    query.rowOffset === null &&
    query.fetch === null &&
    query.forUpdate === null
  );
}

function queryTail(stream: TokenStream, common: readonly CommonTable[], body: QueryBody, offset: number): Query {
  const first = orderClause(stream);
  const rowOffset = offsetClause(stream);
  const fetch = fetchClause(stream);
  const forUpdate = stream.at('FOR') && stream.peek(1).text === 'UPDATE' ? forUpdateClause(stream) : null;
  // ORDER BY may also follow FOR UPDATE.
  const order = first.items.length === 0 && forUpdate !== null ? orderClause(stream) : first;
  return {
    kind: 'query',
    with: common,
    body,
    orderBy: order.items,
    orderSiblings: order.siblings,
    rowOffset,
    fetch,
    forUpdate,
    offset,
  };
}

function orderClause(stream: TokenStream): { readonly items: readonly OrderItem[]; readonly siblings: boolean } {
  if (!stream.at('ORDER')) return { items: [], siblings: false };
  stream.next();
  const siblings = stream.accept('SIBLINGS');
  stream.expect('BY', 924);
  return { items: parseOrderItems(stream, parseExpression), siblings };
}

function offsetClause(stream: TokenStream): Expression | null {
  if (!stream.accept('OFFSET')) return null;
  const count = parseExpression(stream);
  if (stream.acceptAny('ROW', 'ROWS') === null) throw stream.error(905);
  return count;
}

function fetchClause(stream: TokenStream): FetchClause | null {
  if (!stream.accept('FETCH')) return null;
  if (stream.acceptAny('FIRST', 'NEXT') === null) throw stream.error(905);
  const count = stream.atAny('ROW', 'ROWS') ? null : parseExpression(stream);
  const percent = stream.accept('PERCENT');
  if (stream.acceptAny('ROW', 'ROWS') === null) throw stream.error(905);
  if (stream.accept('ONLY')) return { count, percent, withTies: false };
  if (stream.accept('WITH', 'TIES')) return { count, percent, withTies: true };
  throw stream.error(905);
}

function forUpdateClause(stream: TokenStream): ForUpdate {
  const offset = stream.offset;
  stream.next();
  stream.next();
  const of: ColumnReference[] = [];
  if (stream.accept('OF')) {
    do of.push(columnReference(stream));
    while (stream.acceptSymbol(','));
  }
  return { of, wait: waitClause(stream), offset };
}

function waitClause(stream: TokenStream): ForUpdate['wait'] {
  if (stream.accept('NOWAIT')) return { kind: 'nowait' };
  if (stream.accept('SKIP', 'LOCKED')) return { kind: 'skip-locked' };
  if (stream.accept('WAIT')) return { kind: 'wait', seconds: stream.wholeNumber(30005) };
  return { kind: 'wait', seconds: null };
}

/** A column where no other expression may stand. */
export function columnReference(stream: TokenStream): ColumnReference {
  const offset = stream.offset;
  const path: Name[] = [stream.name(904, '')];
  while (stream.acceptSymbol('.')) path.push(stream.name(904, ''));
  return { kind: 'column', path, outerJoin: false, offset };
}

// ---------------------------------------------------------------- one block

function selectBlock(stream: TokenStream, into: IntoTargets): SelectBlock {
  const offset = stream.offset;
  stream.expect('SELECT', 928);
  const hints = parseHints(stream);
  const distinct = stream.acceptAny('DISTINCT', 'UNIQUE') !== null;
  if (!distinct) stream.accept('ALL');
  const items: readonly SelectItem[] = parseSelectItems(stream);
  if (stream.plsql) intoClause(stream, into);
  stream.expect('FROM', 923);
  const from = parseFrom(stream);
  const where = stream.accept('WHERE') ? parseCondition(stream) : null;
  const hierarchy = hierarchyClause(stream);
  const groupBy = groupByClause(stream);
  const having = stream.accept('HAVING') ? parseCondition(stream) : null;
  // HAVING may stand before GROUP BY.
  const grouping = groupBy.length === 0 && having !== null ? groupByClause(stream) : groupBy;
  return { kind: 'select-block', hints, distinct, items, from, where, ...hierarchy, groupBy: grouping, having, offset };
}

export function parseHints(stream: TokenStream): string[] {
  const hints: string[] = [];
  while (stream.token.kind === 'hint') hints.push(stream.next().text);
  return hints;
}

function intoClause(stream: TokenStream, into: IntoTargets): void {
  const bulkCollect = stream.accept('BULK', 'COLLECT');
  if (!stream.accept('INTO')) return;
  if (into.targets !== null) throw oracleErrorAt(stream.offset, 933);
  into.targets = parseExpressions(stream);
  into.bulkCollect = bulkCollect;
}

function hierarchyClause(stream: TokenStream): Pick<SelectBlock, 'startWith' | 'connectBy' | 'noCycle'> {
  let startWith = stream.accept('START', 'WITH') ? parseCondition(stream) : null;
  if (!stream.accept('CONNECT')) {
    if (startWith !== null) throw stream.error(1788);
    return { startWith: null, connectBy: null, noCycle: false };
  }
  stream.expect('BY', 924);
  const noCycle = stream.accept('NOCYCLE');
  const connectBy = parseCondition(stream);
  if (startWith === null && stream.accept('START', 'WITH')) startWith = parseCondition(stream);
  return { startWith, connectBy, noCycle };
}

function groupByClause(stream: TokenStream): GroupItem[] {
  if (!stream.accept('GROUP')) return [];
  stream.expect('BY', 924);
  const items: GroupItem[] = [];
  do items.push(groupItem(stream));
  while (stream.acceptSymbol(','));
  return items;
}

function groupItem(stream: TokenStream): GroupItem {
  if (stream.atAny('ROLLUP', 'CUBE') && stream.peek(1).text === '(') {
    const kind = stream.next().text === 'ROLLUP' ? 'rollup' : 'cube';
    return { kind, sets: groupingSets(stream) };
  }
  if (stream.accept('GROUPING', 'SETS')) return { kind: 'grouping-sets', sets: groupingSets(stream) };
  if (stream.atSymbol('(') && stream.peek(1).text === ')') {
    stream.next();
    stream.next();
    return { kind: 'grouping-sets', sets: [[]] };
  }
  return { kind: 'expression', expression: parseExpression(stream) };
}

function groupingSets(stream: TokenStream): (readonly Expression[])[] {
  stream.expectSymbol('(', 906);
  const sets: (readonly Expression[])[] = [];
  do {
    if (stream.atSymbol('(') && stream.peek(1).text === ')') {
      stream.next();
      stream.next();
      sets.push([]);
      continue;
    }
    const node = parseExpression(stream);
    sets.push(node.kind === 'list' ? node.items : [node]);
  } while (stream.acceptSymbol(','));
  stream.expectSymbol(')', 907);
  return sets;
}
