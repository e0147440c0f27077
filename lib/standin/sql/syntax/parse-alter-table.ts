/**
 * ALTER TABLE t followed by one action or several:
 *
 *   ADD (a NUMBER, CONSTRAINT c CHECK (a > 0)) | MODIFY (a NOT NULL) | DROP COLUMN a | RENAME COLUMN a TO b | ADD CONSTRAINT ...
 *   DROP CONSTRAINT c CASCADE | ENABLE NOVALIDATE CONSTRAINT c | MOVE ... | SHRINK SPACE | partition maintenance
 */
import type { Name } from './ast.ts';
import type { AlterTable, AlterTableAction, ColumnDefinition, TableConstraint } from './ast-table.ts';
import { parseColumnDefinition } from './parse-column.ts';
import { atTableConstraint, parseConstraintState, parseTableConstraint } from './parse-constraint.ts';
import { constraintReference, parseDrop, parseStateChange } from './parse-alter-constraint.ts';
import { parseExpression } from './parse-expression.ts';
import { parseCreateIndex } from './parse-index.ts';
import { parsePartitionAction } from './parse-partition-action.ts';
import { parsePartitionReference } from './parse-partition-reference.ts';
import { parsePhysical } from './parse-physical.ts';
import { parseTableStorage } from './parse-storage.ts';
import { atSupplementalLog, parseSupplementalLog } from './parse-supplemental-log.ts';
import type { TokenStream } from './token-stream.ts';

/** ALTER TABLE has been read. */
export function parseAlterTable(stream: TokenStream, offset: number): AlterTable {
  const name = stream.objectName(903);
  const actions: AlterTableAction[] = [];
  while (!stream.atEnd()) actions.push(action(stream));
  if (actions.length === 0) throw stream.error(1735);
  return { kind: 'alter-table', name, actions, offset };
}

function action(stream: TokenStream): AlterTableAction {
  return parsePartitionAction(stream) ?? columnAction(stream) ?? stateAction(stream) ?? segmentAction(stream);
}

function columnAction(stream: TokenStream): AlterTableAction | null {
  if (stream.accept('ADD')) return addAction(stream);
  if (stream.accept('MODIFY')) return modifyAction(stream);
  if (stream.accept('DROP')) return parseDrop(stream);
  if (stream.accept('SET', 'UNUSED')) return setUnused(stream);
  if (stream.accept('RENAME')) return renameAction(stream);
  return null;
}

function addAction(stream: TokenStream): AlterTableAction {
  if (atSupplementalLog(stream)) {
    const clauses = [parseSupplementalLog(stream)];
    while (stream.acceptSymbol(',')) clauses.push(parseSupplementalLog(stream));
    return { kind: 'add-supplemental-log', clauses };
  }
  if (atTableConstraint(stream))
    return { kind: 'add-constraint', constraint: parseTableConstraint(stream, parseCreateIndex) };
  const columns: ColumnDefinition[] = [];
  const constraints: TableConstraint[] = [];
  const inParentheses = stream.acceptSymbol('(');
  do {
    if (atTableConstraint(stream)) constraints.push(parseTableConstraint(stream, parseCreateIndex));
    else columns.push(parseColumnDefinition(stream, parseCreateIndex, false));
  } while (inParentheses && stream.acceptSymbol(','));
  if (inParentheses) stream.expectSymbol(')', 907);
  parseTableStorage(stream);
  const [only] = constraints;
  if (columns.length === 0 && constraints.length === 1 && only !== undefined)
    return { kind: 'add-constraint', constraint: only };
  return { kind: 'add-columns', columns, constraints };
}

function modifyAction(stream: TokenStream): AlterTableAction {
  if (
    stream.at('CONSTRAINT') ||
    stream.atWords('PRIMARY', 'KEY') ||
    (stream.at('UNIQUE') && stream.peek(1).text === '(')
  ) {
    const constraint = constraintReference(stream);
    const state = parseConstraintState(stream, parseCreateIndex);
    return { kind: 'change-constraint', constraint, state, cascade: stream.accept('CASCADE'), keepIndex: null };
  }
  if (stream.at('LOB')) throw stream.error(3001);
  const columns: ColumnDefinition[] = [];
  const inParentheses = stream.acceptSymbol('(');
  do columns.push(parseColumnDefinition(stream, parseCreateIndex, true));
  while (inParentheses && stream.acceptSymbol(','));
  if (inParentheses) stream.expectSymbol(')', 907);
  return { kind: 'modify-columns', columns };
}

function setUnused(stream: TokenStream): AlterTableAction {
  const columns: Name[] = stream.accept('COLUMN') ? [stream.name(904, '')] : stream.nameList(904, '');
  const cascadeConstraints = stream.accept('CASCADE', 'CONSTRAINTS');
  stream.accept('ONLINE');
  return { kind: 'set-unused', columns, cascadeConstraints };
}

function renameAction(stream: TokenStream): AlterTableAction {
  if (stream.accept('TO')) return { kind: 'rename', to: stream.name(903) };
  const what = stream.acceptAny('COLUMN', 'CONSTRAINT');
  if (what === null) throw stream.error(14155);
  const from = stream.name(904, '');
  stream.expect('TO', 905);
  const to = stream.name(904, '');
  return what === 'COLUMN' ? { kind: 'rename-column', from, to } : { kind: 'rename-constraint', from, to };
}

function stateAction(stream: TokenStream): AlterTableAction | null {
  if (stream.accept('ENABLE', 'ROW', 'MOVEMENT')) return { kind: 'row-movement', enabled: true };
  if (stream.accept('DISABLE', 'ROW', 'MOVEMENT')) return { kind: 'row-movement', enabled: false };
  if (stream.accept('ENABLE', 'ALL', 'TRIGGERS')) return { kind: 'triggers', enabled: true };
  if (stream.accept('DISABLE', 'ALL', 'TRIGGERS')) return { kind: 'triggers', enabled: false };
  if (stream.accept('ENABLE', 'TABLE', 'LOCK') || stream.accept('DISABLE', 'TABLE', 'LOCK')) {
    return { kind: 'physical', physical: parsePhysical(stream) };
  }
  if (stream.atAny('ENABLE', 'DISABLE')) return parseStateChange(stream);
  if (stream.accept('READ', 'ONLY')) return { kind: 'read-only', readOnly: true };
  if (stream.accept('READ', 'WRITE')) return { kind: 'read-only', readOnly: false };
  return null;
}

function segmentAction(stream: TokenStream): AlterTableAction {
  if (stream.accept('MOVE')) return moveAction(stream);
  if (stream.accept('SHRINK')) {
    stream.expect('SPACE', 905);
    const compact = stream.accept('COMPACT');
    return { kind: 'shrink', compact, cascade: stream.accept('CASCADE') };
  }
  if (stream.accept('SET', 'INTERVAL')) {
    stream.expectSymbol('(', 906);
    if (stream.acceptSymbol(')')) return { kind: 'set-interval', expression: null, text: '' };
    const offset = stream.offset;
    const expression = parseExpression(stream);
    const text = stream.textFrom(offset);
    stream.expectSymbol(')', 907);
    return { kind: 'set-interval', expression, text };
  }
  const physical = parsePhysical(stream);
  const isOther = stream.acceptAny('CACHE', 'NOCACHE') !== null;
  if (physical.text === '' && !isOther) throw stream.error(1735);
  return { kind: 'physical', physical };
}

function moveAction(stream: TokenStream): AlterTableAction {
  let online = stream.accept('ONLINE');
  const partition = parsePartitionReference(stream);
  const physical = parsePhysical(stream);
  parseTableStorage(stream);
  online = stream.accept('ONLINE') || online;
  const updateIndexes = stream.accept('UPDATE', 'INDEXES') || stream.accept('UPDATE', 'GLOBAL', 'INDEXES');
  return { kind: 'move', partition, online, updateIndexes, physical };
}
