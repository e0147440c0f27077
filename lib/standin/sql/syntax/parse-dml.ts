/** INSERT, INSERT ALL, UPDATE, DELETE and MERGE. */
import type { ColumnReference, Expression, Name } from './ast.ts';
import type {
  Assignment,
  DeleteStatement,
  DmlTarget,
  InsertAllStatement,
  InsertBranch,
  InsertInto,
  InsertStatement,
  InsertValue,
  LogErrors,
  MergeStatement,
  ReturningClause,
  UpdateStatement,
} from './ast-dml.ts';
import { parseCondition, parseExpression, parseExpressions } from './parse-expression.ts';
import { parseFrom, parseTableReference } from './parse-from.ts';
import { columnReference, parseHints, parseQuery } from './parse-query.ts';
import { atQuery } from './parse-subquery.ts';
import type { TokenStream } from './token-stream.ts';

/** The table, view or inline view of a DML statement. */
function dmlTarget(stream: TokenStream): DmlTarget {
  if (!stream.atSymbol('(')) return parseTableReference(stream);
  const [item] = parseFrom(stream);
  if (item?.kind !== 'inline-view') throw stream.error(903);
  return item;
}

// ---------------------------------------------------------------- INSERT

export function parseInsert(stream: TokenStream): InsertStatement | InsertAllStatement {
  const offset = stream.offset;
  stream.expect('INSERT', 900);
  const hints = parseHints(stream);
  if (stream.atAny('ALL', 'FIRST')) return insertAll(stream, hints, offset);
  stream.expect('INTO', 925);
  const target = dmlTarget(stream);
  const columns = stream.atSymbol('(') && !queryFollows(stream) ? insertColumns(stream) : [];
  const source = insertSource(stream);
  const returning = parseReturning(stream);
  return { kind: 'insert', hints, target, columns, source, returning, logErrors: logErrors(stream), offset };
}

function queryFollows(stream: TokenStream): boolean {
  let ahead = 0;
  while (stream.peek(ahead).kind === 'symbol' && stream.peek(ahead).text === '(') ahead += 1;
  const { kind, text } = stream.peek(ahead);
  return kind === 'word' && (text === 'SELECT' || text === 'WITH');
}

/** Columns may be qualified by the table: the last part counts. */
function insertColumns(stream: TokenStream): Name[] {
  stream.expectSymbol('(', 906);
  const names: Name[] = [];
  do {
    const name = columnReference(stream).path.at(-1);
    if (name !== undefined) names.push(name);
  } while (stream.acceptSymbol(','));
  if (!stream.acceptSymbol(')')) throw stream.error(917);
  return names;
}

function insertSource(stream: TokenStream): InsertStatement['source'] {
  const offset = stream.offset;
  if (stream.accept('VALUES')) return { kind: 'values', values: insertValues(stream), offset };
  if (atQuery(stream) || stream.atSymbol('(')) return parseQuery(stream);
  throw stream.error(926);
}

function insertValues(stream: TokenStream): InsertValue[] {
  stream.expectSymbol('(', 906);
  const values: InsertValue[] = [];
  do values.push(valueOrDefault(stream));
  while (stream.acceptSymbol(','));
  if (!stream.acceptSymbol(')')) throw stream.error(917);
  return values;
}

function valueOrDefault(stream: TokenStream): InsertValue {
  return stream.accept('DEFAULT') ? null : parseExpression(stream);
}

function insertAll(stream: TokenStream, hints: readonly string[], offset: number): InsertAllStatement {
  const mode = stream.next().text === 'ALL' ? 'all' : 'first';
  const branches: InsertBranch[] = [];
  let otherwise: readonly InsertInto[] = [];
  if (stream.at('WHEN')) {
    while (stream.accept('WHEN')) {
      const when = parseCondition(stream);
      stream.expect('THEN', 905);
      branches.push({ when, into: insertIntos(stream) });
    }
    if (stream.accept('ELSE')) otherwise = insertIntos(stream);
  } else branches.push({ when: null, into: insertIntos(stream) });
  if (!atQuery(stream) && !stream.atSymbol('(')) throw stream.error(928);
  return { kind: 'insert-all', hints, mode, branches, otherwise, query: parseQuery(stream), offset };
}

function insertIntos(stream: TokenStream): InsertInto[] {
  const into: InsertInto[] = [];
  while (stream.at('INTO')) {
    const offset = stream.offset;
    stream.next();
    const target = dmlTarget(stream);
    const columns = stream.atSymbol('(') && !queryFollows(stream) ? insertColumns(stream) : [];
    const values = stream.accept('VALUES') ? insertValues(stream) : null;
    into.push({ target, columns, values, offset });
  }
  if (into.length === 0) throw stream.error(925);
  return into;
}

/** `RETURNING a, b INTO :x, :y` */
function parseReturning(stream: TokenStream): ReturningClause | null {
  const offset = stream.offset;
  if (stream.acceptAny('RETURNING', 'RETURN') === null) return null;
  const expressions = parseExpressions(stream);
  const bulkCollect = stream.accept('BULK', 'COLLECT');
  stream.expect('INTO', 925);
  const into: Expression[] = parseExpressions(stream);
  return { expressions, into, bulkCollect, offset };
}

function logErrors(stream: TokenStream): LogErrors | null {
  if (!stream.accept('LOG', 'ERRORS')) return null;
  const into = stream.accept('INTO') ? stream.objectName(903) : null;
  if (stream.acceptSymbol('(')) {
    parseExpression(stream);
    stream.expectSymbol(')', 907);
  }
  if (!stream.accept('REJECT', 'LIMIT')) return { into, rejectLimit: null };
  return { into, rejectLimit: stream.accept('UNLIMITED') ? 'unlimited' : parseExpression(stream) };
}

// ---------------------------------------------------------------- UPDATE and DELETE

export function parseUpdate(stream: TokenStream): UpdateStatement {
  const offset = stream.offset;
  stream.expect('UPDATE', 900);
  const hints = parseHints(stream);
  const target = dmlTarget(stream);
  stream.expect('SET', 971);
  const assignments = parseAssignments(stream);
  const where = whereClause(stream);
  const returning = parseReturning(stream);
  return { kind: 'update', hints, target, assignments, ...where, returning, logErrors: logErrors(stream), offset };
}

function parseAssignments(stream: TokenStream): Assignment[] {
  const assignments: Assignment[] = [];
  do assignments.push(assignment(stream));
  while (stream.acceptSymbol(','));
  return assignments;
}

function assignment(stream: TokenStream): Assignment {
  const offset = stream.offset;
  if (stream.acceptSymbol('(')) {
    const columns = [columnReference(stream)];
    while (stream.acceptSymbol(',')) columns.push(columnReference(stream));
    stream.expectSymbol(')', 907);
    stream.expectSymbol('=', 927);
    stream.expectSymbol('(', 906);
    if (!atQuery(stream) && !stream.atSymbol('(')) throw stream.error(1767);
    const query = parseQuery(stream);
    stream.expectSymbol(')', 907);
    return { kind: 'columns', columns, query, offset };
  }
  const column: ColumnReference = columnReference(stream);
  stream.expectSymbol('=', 927);
  return { kind: 'column', column, value: valueOrDefault(stream), offset };
}

function whereClause(stream: TokenStream): { readonly where: Expression | null; readonly currentOf: Name | null } {
  if (!stream.accept('WHERE')) return { where: null, currentOf: null };
  if (stream.plsql && stream.accept('CURRENT', 'OF')) return { where: null, currentOf: stream.name(904, '') };
  return { where: parseCondition(stream), currentOf: null };
}

export function parseDelete(stream: TokenStream): DeleteStatement {
  const offset = stream.offset;
  stream.expect('DELETE', 900);
  const hints = parseHints(stream);
  stream.accept('FROM');
  const target = dmlTarget(stream);
  const where = whereClause(stream);
  const returning = parseReturning(stream);
  return { kind: 'delete', hints, target, ...where, returning, logErrors: logErrors(stream), offset };
}

// ---------------------------------------------------------------- MERGE

export function parseMerge(stream: TokenStream): MergeStatement {
  const offset = stream.offset;
  stream.expect('MERGE', 900);
  const hints = parseHints(stream);
  stream.expect('INTO', 925);
  const target = dmlTarget(stream);
  stream.expect('USING', 905);
  const source = dmlTarget(stream);
  stream.expect('ON', 969);
  if (!stream.atSymbol('(')) throw stream.error(969);
  stream.next();
  const on = parseCondition(stream);
  stream.expectSymbol(')', 907);
  let update: MergeStatement['update'] = null;
  let insert: MergeStatement['insert'] = null;
  while (stream.accept('WHEN')) {
    if (stream.accept('MATCHED', 'THEN')) {
      if (update !== null) throw stream.error(905);
      update = mergeUpdate(stream);
    } else if (stream.accept('NOT', 'MATCHED', 'THEN')) {
      if (insert !== null) throw stream.error(905);
      insert = mergeInsert(stream);
    } else throw stream.error(905);
  }
  if (update === null && insert === null) throw stream.error(905);
  return { kind: 'merge', hints, target, source, on, update, insert, logErrors: logErrors(stream), offset };
}

function mergeUpdate(stream: TokenStream): NonNullable<MergeStatement['update']> {
  stream.expect('UPDATE', 905);
  stream.expect('SET', 971);
  const assignments = parseAssignments(stream);
  const where = stream.accept('WHERE') ? parseCondition(stream) : null;
  let deleteWhere: Expression | null = null;
  if (stream.accept('DELETE')) {
    stream.expect('WHERE', 905);
    deleteWhere = parseCondition(stream);
  }
  return { assignments, where, deleteWhere };
}

function mergeInsert(stream: TokenStream): NonNullable<MergeStatement['insert']> {
  stream.expect('INSERT', 905);
  const columns: ColumnReference[] = [];
  if (stream.acceptSymbol('(')) {
    do columns.push(columnReference(stream));
    while (stream.acceptSymbol(','));
    stream.expectSymbol(')', 907);
  }
  stream.expect('VALUES', 926);
  const values = insertValues(stream);
  const where = stream.accept('WHERE') ? parseCondition(stream) : null;
  return { columns, values, where };
}
