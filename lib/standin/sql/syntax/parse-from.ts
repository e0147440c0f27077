/**
 * FROM: tables with flashback, partition, sample and alias; inline views; ANSI joins; TABLE(...).
 *
 *   t AS OF SCN :scn PARTITION (p) SAMPLE (10) x LEFT JOIN (SELECT ...) y ON x.id = y.id, z
 */
import type { Expression, Name, ObjectName } from './ast.ts';
import type { Flashback, FromItem, InlineView, Join, PartitionSelector, Sample, TableReference } from './ast-query.ts';
import { parseCondition, parseExpression, parseExpressions } from './parse-expression.ts';
import { atQuery, parseQueryIn } from './parse-subquery.ts';
import type { TokenStream } from './token-stream.ts';

/** Words that continue the clause and so are no alias without AS-less ambiguity. */
const NOT_ALIASES: ReadonlySet<string> = new Set(
  (
    'LEFT RIGHT FULL INNER CROSS NATURAL JOIN OUTER USING PARTITION SUBPARTITION SAMPLE PIVOT UNPIVOT VERSIONS OFFSET FETCH ' +
    'RETURNING RETURN LOG WHEN LOOP ROWS RANGE MODEL BULK CONNECT START MINUS'
  ).split(' '),
);

export function parseFrom(stream: TokenStream): FromItem[] {
  const items: FromItem[] = [];
  do items.push(joined(stream));
  while (stream.acceptSymbol(','));
  return items;
}

function joined(stream: TokenStream): FromItem {
  let left = fromItem(stream);
  for (;;) {
    const join = joinTail(stream, left);
    if (join === null) return left;
    left = join;
  }
}

function joinTail(stream: TokenStream, left: FromItem): Join | null {
  const offset = stream.offset;
  const natural = stream.at('NATURAL') && stream.accept('NATURAL');
  const type = joinType(stream);
  if (type === null) {
    if (natural) throw stream.error(905);
    return null;
  }
  const base = { kind: 'join', type, natural, left, offset } as const;
  const right = fromItem(stream);
  if (natural || type === 'cross' || type === 'cross-apply' || type === 'outer-apply') {
    return { ...base, right, on: null, using: [] };
  }
  if (stream.accept('ON')) return { ...base, right, on: parseCondition(stream), using: [] };
  if (stream.accept('USING')) return { ...base, right, on: null, using: stream.nameList(904, '') };
  // `a JOIN b JOIN c ON .. ON ..`: the nearer condition belongs to the nearer join.
  const nested = joinTail(stream, right);
  if (nested === null) throw stream.error(905);
  if (stream.accept('ON')) return { ...base, right: nested, on: parseCondition(stream), using: [] };
  if (stream.accept('USING')) return { ...base, right: nested, on: null, using: stream.nameList(904, '') };
  throw stream.error(905);
}

function joinType(stream: TokenStream): Join['type'] | null {
  if (stream.accept('JOIN') || stream.accept('INNER', 'JOIN')) return 'inner';
  if (stream.accept('CROSS', 'JOIN')) return 'cross';
  if (stream.accept('CROSS', 'APPLY')) return 'cross-apply';
  if (stream.accept('OUTER', 'APPLY')) return 'outer-apply';
  for (const [word, type] of [
    ['LEFT', 'left'],
    ['RIGHT', 'right'],
    ['FULL', 'full'],
  ] as const) {
    if (stream.accept(word, 'OUTER', 'JOIN') || stream.accept(word, 'JOIN')) return type;
  }
  return null;
}

function fromItem(stream: TokenStream): FromItem {
  const offset = stream.offset;
  const isLateral = stream.at('LATERAL') && stream.peek(1).text === '(' && stream.accept('LATERAL');
  if (stream.atSymbol('(')) return parenthesised(stream, isLateral, offset);
  if (stream.at('ONLY') && stream.peek(1).text === '(') throw stream.error(3001);
  if (stream.at('TABLE') && stream.peek(1).text === '(') {
    stream.next();
    stream.next();
    const expression = parseExpression(stream);
    stream.expectSymbol(')', 907);
    return { kind: 'table-function', expression, alias: tableAlias(stream), offset };
  }
  const table = parseTableReference(stream);
  if (stream.atSymbol('(')) throw stream.error(933);
  return table;
}

function parenthesised(stream: TokenStream, lateral: boolean, offset: number): FromItem {
  stream.next();
  if (atQuery(stream) || (stream.atSymbol('(') && queryInside(stream))) {
    return inlineView(stream, lateral, offset);
  }
  const inner = stream.nested(() => joined(stream));
  stream.expectSymbol(')', 907);
  return inner;
}

/** `((SELECT ...) UNION ...)`: parentheses with a query at the bottom. */
function queryInside(stream: TokenStream): boolean {
  let ahead = 0;
  while (stream.peek(ahead).kind === 'symbol' && stream.peek(ahead).text === '(') ahead += 1;
  const { kind, text } = stream.peek(ahead);
  return kind === 'word' && (text === 'SELECT' || text === 'WITH');
}

function inlineView(stream: TokenStream, lateral: boolean, offset: number): InlineView {
  const query = parseQueryIn(stream);
  if (stream.accept('WITH')) {
    // A restriction on an inline view that is a target of DML: READ ONLY or CHECK OPTION.
    if (!stream.accept('READ', 'ONLY') && !stream.accept('CHECK', 'OPTION')) throw stream.error(905);
  }
  stream.expectSymbol(')', 907);
  const flashback = parseFlashback(stream);
  refusePivot(stream);
  return { kind: 'inline-view', query, lateral, alias: tableAlias(stream), flashback, offset };
}

/** A table, view or query name with what may follow it; ORA-00903 when there is none. */
export function parseTableReference(stream: TokenStream): TableReference {
  const offset = stream.offset;
  const name: ObjectName = stream.objectName(903);
  let partition = parsePartitionSelector(stream);
  let flashback = parseFlashback(stream);
  partition ??= parsePartitionSelector(stream);
  const sample = sampleClause(stream);
  flashback ??= parseFlashback(stream);
  refusePivot(stream);
  const alias = tableAlias(stream);
  return { kind: 'table', name, alias, partition, flashback, sample, offset };
}

/** No AS before a table alias in Oracle. */
function tableAlias(stream: TokenStream): Name | null {
  const { token } = stream;
  if (token.kind === 'quoted') return stream.anyName();
  if (token.kind !== 'word' || NOT_ALIASES.has(token.text) || !stream.atName()) return null;
  return stream.anyName();
}

export function parsePartitionSelector(stream: TokenStream): PartitionSelector | null {
  if (!stream.atAny('PARTITION', 'SUBPARTITION')) return null;
  const offset = stream.offset;
  const following = stream.peek(1).text;
  if (following !== '(' && following !== 'FOR') return null;
  // PARTITION BY (...) belongs to an outer join that is not supported.
  const isSub = stream.next().text === 'SUBPARTITION';
  if (stream.accept('FOR')) {
    stream.expectSymbol('(', 906);
    const values = parseExpressions(stream);
    stream.expectSymbol(')', 907);
    return { kind: isSub ? 'subpartition-for' : 'partition-for', values, offset };
  }
  stream.expectSymbol('(', 906);
  const name = stream.name(isSub ? 14251 : 2149);
  stream.expectSymbol(')', 907);
  return { kind: isSub ? 'subpartition' : 'partition', name, offset };
}

export function parseFlashback(stream: TokenStream): Flashback | null {
  const offset = stream.offset;
  if (stream.accept('AS', 'OF')) {
    const unit = flashbackUnit(stream);
    return { kind: unit, value: parseExpression(stream), offset };
  }
  if (!stream.accept('VERSIONS', 'BETWEEN')) return null;
  const unit = flashbackUnit(stream);
  const low = stream.accept('MINVALUE') ? null : parseExpression(stream);
  stream.expect('AND', 905);
  const high = stream.accept('MAXVALUE') ? null : parseExpression(stream);
  return { kind: 'versions', unit, low, high, offset };
}

function flashbackUnit(stream: TokenStream): 'scn' | 'timestamp' {
  if (stream.accept('SCN')) return 'scn';
  if (stream.accept('TIMESTAMP')) return 'timestamp';
  throw stream.error(905);
}

function sampleClause(stream: TokenStream): Sample | null {
  if (!stream.accept('SAMPLE')) return null;
  const block = stream.accept('BLOCK');
  stream.expectSymbol('(', 906);
  const percent: Expression = parseExpression(stream);
  stream.expectSymbol(')', 907);
  let seed: Expression | null = null;
  if (stream.accept('SEED')) {
    stream.expectSymbol('(', 906);
    seed = parseExpression(stream);
    stream.expectSymbol(')', 907);
  }
  return { block, percent, seed };
}

/** PIVOT and UNPIVOT are not supported; a table may still be called so. */
function refusePivot(stream: TokenStream): void {
  if (stream.atAny('PIVOT', 'UNPIVOT') && ['(', 'XML', 'INCLUDE', 'EXCLUDE'].includes(stream.peek(1).text))
    throw stream.error(3001);
}
