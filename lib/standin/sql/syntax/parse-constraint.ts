/**
 * Constraints, inline and out of line, with their state:
 *
 *   id NUMBER CONSTRAINT pk PRIMARY KEY USING INDEX TABLESPACE ix ENABLE
 *   CONSTRAINT fk FOREIGN KEY (a, b) REFERENCES s.t (x, y) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED ENABLE NOVALIDATE RELY
 */
import type { Name } from './ast.ts';
import type { CreateIndex } from './ast-ddl.ts';
import type { ColumnConstraint, ConstraintRule, ConstraintState, References, TableConstraint } from './ast-table.ts';
import { parseCondition } from './parse-expression.ts';
import { parsePhysical } from './parse-physical.ts';
import type { TokenStream } from './token-stream.ts';

/** Parses a CREATE INDEX statement inside USING INDEX (...). */
export type CreateIndexParser = (stream: TokenStream) => CreateIndex;

/** The inline constraint that begins here, or null. */
export function parseColumnConstraint(stream: TokenStream, createIndex: CreateIndexParser): ColumnConstraint | null {
  const offset = stream.offset;
  const name = stream.accept('CONSTRAINT') ? stream.name(904, '') : null;
  const rule = columnRule(stream);
  if (rule === null) {
    if (name !== null) throw stream.error(904, '');
    return null;
  }
  return { name, rule, state: parseConstraintState(stream, createIndex), offset };
}

function columnRule(stream: TokenStream): ConstraintRule | null {
  if (stream.accept('NOT', 'NULL')) return { kind: 'not-null' };
  if (stream.accept('NULL')) return { kind: 'null' };
  if (stream.accept('UNIQUE')) return { kind: 'unique' };
  if (stream.at('PRIMARY')) {
    stream.next();
    stream.expect('KEY', 905);
    return { kind: 'primary-key' };
  }
  if (stream.accept('CHECK')) return checkRule(stream);
  if (stream.accept('REFERENCES')) return { kind: 'foreign-key', references: referencesClause(stream) };
  return null;
}

function checkRule(stream: TokenStream): Extract<ConstraintRule, { kind: 'check' }> {
  stream.expectSymbol('(', 906);
  const offset = stream.offset;
  const condition = parseCondition(stream);
  const text = stream.textFrom(offset);
  stream.expectSymbol(')', 907);
  return { kind: 'check', condition, text };
}

function referencesClause(stream: TokenStream): References {
  const table = stream.objectName(903);
  const columns = stream.atSymbol('(') ? stream.nameList(904, '') : [];
  let onDelete: References['onDelete'] = null;
  if (stream.accept('ON')) {
    stream.expect('DELETE', 905);
    if (stream.accept('CASCADE')) onDelete = 'cascade';
    else if (stream.accept('SET', 'NULL')) onDelete = 'set-null';
    else throw stream.error(905);
  }
  return { table, columns, onDelete };
}

export function atTableConstraint(stream: TokenStream): boolean {
  if (stream.atAny('CONSTRAINT', 'CHECK')) return true;
  if (stream.at('UNIQUE') && stream.peek(1).text === '(') return true;
  return stream.atWords('PRIMARY', 'KEY') || stream.atWords('FOREIGN', 'KEY');
}

export function parseTableConstraint(stream: TokenStream, createIndex: CreateIndexParser): TableConstraint {
  const offset = stream.offset;
  const name: Name | null = stream.accept('CONSTRAINT') ? stream.name(904, '') : null;
  const { rule, columns } = tableRule(stream);
  return { name, rule, columns, state: parseConstraintState(stream, createIndex), offset };
}

function tableRule(stream: TokenStream): Pick<TableConstraint, 'rule' | 'columns'> {
  if (stream.accept('CHECK')) return { rule: checkRule(stream), columns: [] };
  if (stream.accept('UNIQUE')) return { rule: { kind: 'unique' }, columns: stream.nameList(904, '') };
  if (stream.accept('PRIMARY', 'KEY')) return { rule: { kind: 'primary-key' }, columns: stream.nameList(904, '') };
  if (stream.accept('FOREIGN', 'KEY')) {
    const columns = stream.nameList(904, '');
    stream.expect('REFERENCES', 905);
    return { rule: { kind: 'foreign-key', references: referencesClause(stream) }, columns };
  }
  throw stream.error(904, '');
}

/** [NOT] DEFERRABLE, INITIALLY .., ENABLE/DISABLE, VALIDATE/NOVALIDATE, RELY/NORELY, USING INDEX, in any order. */
export function parseConstraintState(stream: TokenStream, createIndex: CreateIndexParser): ConstraintState {
  const state: { -readonly [K in keyof ConstraintState]: ConstraintState[K] } = {
    deferrable: null,
    initiallyDeferred: null,
    enabled: null,
    validated: null,
    rely: null,
    usingIndex: null,
    exceptionsInto: null,
  };
  for (;;) {
    if (stream.accept('DEFERRABLE')) state.deferrable = true;
    else if (stream.accept('NOT', 'DEFERRABLE')) state.deferrable = false;
    else if (stream.accept('INITIALLY', 'DEFERRED')) state.initiallyDeferred = true;
    else if (stream.accept('INITIALLY', 'IMMEDIATE')) state.initiallyDeferred = false;
    else if (stream.accept('ENABLE')) state.enabled = true;
    else if (stream.accept('DISABLE')) state.enabled = false;
    else if (stream.accept('VALIDATE')) state.validated = true;
    else if (stream.accept('NOVALIDATE')) state.validated = false;
    else if (stream.accept('RELY')) state.rely = true;
    else if (stream.accept('NORELY')) state.rely = false;
    else if (stream.accept('USING', 'INDEX')) state.usingIndex = usingIndex(stream, createIndex);
    else if (stream.accept('EXCEPTIONS', 'INTO')) state.exceptionsInto = stream.objectName(903);
    else return state;
  }
}

/** Words that go on with the constraint or the table, not with the name of an index. */
const AFTER_USING_INDEX = new Set(
  (
    'TABLESPACE INITRANS MAXTRANS STORAGE LOGGING NOLOGGING LOCAL GLOBAL REVERSE SORT NOSORT PARALLEL NOPARALLEL ENABLE ' +
    'NOVALIDATE DEFERRABLE INITIALLY RELY NORELY DISABLE EXCEPTIONS INVISIBLE VISIBLE UNUSABLE USABLE KEEP CASCADE COMPUTE ONLINE'
  ).split(' '),
);

function usingIndex(stream: TokenStream, createIndex: CreateIndexParser): NonNullable<ConstraintState['usingIndex']> {
  if (stream.atSymbol('(') && stream.peek(1).text === 'CREATE') {
    stream.next();
    const create = createIndex(stream);
    stream.expectSymbol(')', 907);
    return { index: null, create, physical: parsePhysical(stream) };
  }
  const named = stream.token.kind === 'quoted' || (stream.atName() && !AFTER_USING_INDEX.has(stream.token.text));
  const index = named ? stream.objectName(953) : null;
  let physical = parsePhysical(stream);
  // Index attributes without meaning for a constraint's index here.
  while (
    stream.acceptAny(
      'LOCAL',
      'GLOBAL',
      'REVERSE',
      'SORT',
      'NOSORT',
      'INVISIBLE',
      'VISIBLE',
      'UNUSABLE',
      'USABLE',
      'ONLINE',
    ) !== null
  ) {
    const more = parsePhysical(stream);
    if (more.text !== '') physical = more;
  }
  return { index, create: null, physical };
}
