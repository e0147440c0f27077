import { oracleError, oracleErrorAt } from '../../../oracle-error.ts';
import type { Constraint } from '../../catalog/constraint.ts';
import type { Column, Table } from '../../catalog/table.ts';
import { compileExpression } from '../../expressions/compile.ts';
import type { Name } from '../../syntax/ast.ts';
import type { ConstraintRule, ConstraintState, References } from '../../syntax/ast-table.ts';
import { parseConditionText } from '../../syntax/parse-statement.ts';
import { BlockScope } from '../block-scope.ts';
import { imagesOf } from '../../database.ts';
import { allSegments } from '../partition-selection.ts';
import { decodeColumns } from '../row-decoder.ts';
import { newContext } from '../select-block.ts';
import { referencingKeys } from '../table-indexes-of.ts';
import { tableSource } from '../table-leaf.ts';
import { isKeyType } from './column-type.ts';
import { checkName, parsingOf } from './ddl-context.ts';
import type { DdlContext } from './ddl-context.ts';
import { addIndex, findKeyIndex, makeIndexFromSyntax } from './index-ddl.ts';
import { requireTablePrivilege } from '../resolve-object.ts';

export interface NewConstraint {
  readonly name: Name | null;
  readonly rule: ConstraintRule;
  /** Of the column it stands with, or as listed. */
  readonly columns: readonly Name[];
  readonly state: ConstraintState;
  readonly offset: number;
}

/** Adds a constraint to a table: names it, makes its index, and validates the rows that are there. */
export function addConstraint(context: DdlContext, table: Table, node: NewConstraint): void {
  const { rule } = node;
  if (rule.kind === 'null') return;
  const columns = node.columns.map((name) => columnNamed(table, name));
  if (new Set(columns).size < columns.length) throw oracleErrorAt(node.offset, 957);
  switch (rule.kind) {
    case 'not-null': {
      addNotNull(context, table, node, columns);
      return;
    }
    case 'check': {
      addCheck(context, table, node, rule.text);
      return;
    }
    case 'primary-key':
    case 'unique': {
      addKey(context, table, node, columns, rule.kind);
      return;
    }
    case 'foreign-key': {
      addForeignKey(context, table, node, columns, rule.references);
      return;
    }
    default:
      throw oracleErrorAt(node.offset, 2253);
  }
}

export function columnNamed(table: Table, name: Name): Column {
  const column = table.columns.find((candidate) => candidate.name === name.text && !candidate.unused);
  if (column === undefined) throw oracleErrorAt(name.offset, 904, `"${name.text}"`);
  return column;
}

function base(
  context: DdlContext,
  table: Table,
  node: NewConstraint,
): Pick<
  Constraint,
  | 'owner'
  | 'name'
  | 'generatedName'
  | 'table'
  | 'deferrable'
  | 'initiallyDeferred'
  | 'enabled'
  | 'validated'
  | 'rely'
  | 'lastChangeAtMs'
> {
  const { state } = node;
  if (node.name !== null) {
    checkName(node.name);
    const { text } = node.name;
    for (const other of context.database.catalog.tables()) {
      if (other.owner !== table.owner) continue;
      if (other.constraints.some((constraint) => constraint.name === text)) throw oracleErrorAt(node.name.offset, 2264);
    }
    if (table.constraints.some((constraint) => constraint.name === text)) throw oracleErrorAt(node.name.offset, 2264);
  }
  const enabled = state.enabled ?? true;
  return {
    owner: table.owner,
    name: node.name?.text ?? `SYS_C00${context.database.nextSystemNumber()}`,
    generatedName: node.name === null,
    table: table.name,
    deferrable: state.deferrable ?? state.initiallyDeferred ?? false,
    initiallyDeferred: state.initiallyDeferred ?? false,
    enabled,
    validated: state.validated ?? enabled,
    rely: state.rely ?? false,
    lastChangeAtMs: context.database.clock.nowMs(),
  };
}

function addNotNull(context: DdlContext, table: Table, node: NewConstraint, columns: readonly Column[]): void {
  const [column] = columns;
  if (column === undefined) throw oracleErrorAt(node.offset, 2253);
  if (!column.nullable && table.constraints.some((other) => other.notNull && other.columns[0] === column.name)) {
    throw oracleErrorAt(node.offset, 1442);
  }
  const common = base(context, table, node);
  if (common.enabled && common.validated && hasNull(table, column)) throw oracleError(2296, `${table.owner}.`);
  const deferrable = common.deferrable;
  if (common.enabled && !deferrable) column.nullable = false;
  table.constraints.push({
    ...common,
    type: 'C',
    columns: [column.name],
    condition: `"${column.name}" IS NOT NULL`,
    notNull: !deferrable,
    references: null,
    deleteRule: null,
    indexName: null,
  });
}

function hasNull(table: Table, column: Column): boolean {
  const at = table.columns.indexOf(column);
  for (const image of currentRows(table)) if ((decodeColumns(table.columns, image)[at] ?? null) === null) return true;
  return false;
}

/** The rows as they are now, committed or not. */
export function* currentRows(table: Table): Iterable<Uint8Array> {
  for (const segment of allSegments(table)) {
    for (const block of segment.blocks) {
      for (let slot = 0; slot < block.slots; slot += 1) {
        const row = block.current(slot);
        if (row !== null) yield row;
      }
    }
  }
}

function addCheck(context: DdlContext, table: Table, node: NewConstraint, text: string): void {
  const scope = new BlockScope(parsingOf(context.session), null);
  const source = tableSource(table, table.name, scope);
  scope.sources.push(source);
  table.columns.forEach((_, at) => source.slotOf(at));
  const condition = compileExpression(parseConditionText(text), scope);
  const used = table.columns.filter((column) =>
    new RegExp(`(?<![\\w$#])"?${escaped(column.name)}"?(?![\\w$#])`, 'i').test(text),
  );
  const common = base(context, table, node);
  if (common.enabled && common.validated) {
    const values = newContext(scope, null);
    for (const image of currentRows(table)) {
      values.slots = decodeColumns(table.columns, image);
      if (condition.evaluate(values) === false) throw oracleError(2293, `${table.owner}.${common.name}`);
    }
  }
  table.constraints.push({
    ...common,
    type: 'C',
    columns: used.map((column) => column.name),
    condition: text,
    notNull: false,
    references: null,
    deleteRule: null,
    indexName: null,
  });
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function addKey(
  context: DdlContext,
  table: Table,
  node: NewConstraint,
  columns: readonly Column[],
  kind: 'primary-key' | 'unique',
): void {
  const names = columns.map((column) => column.name);
  if (names.length > 32) throw oracleErrorAt(node.offset, 2257);
  const wrong = columns.find((column) => !isKeyType(column.type));
  if (wrong !== undefined) throw oracleErrorAt(node.offset, wrong.type.kind.startsWith('long') ? 2269 : 2329);
  if (kind === 'primary-key' && table.constraints.some((other) => other.type === 'P'))
    throw oracleErrorAt(node.offset, 2260);
  const same = table.constraints.some(
    (other) => (other.type === 'P' || other.type === 'U') && other.columns.join('\0') === names.join('\0'),
  );
  if (same) throw oracleErrorAt(node.offset, 2261);
  const common = base(context, table, node);
  const constraint: Constraint = {
    ...common,
    type: kind === 'primary-key' ? 'P' : 'U',
    columns: names,
    condition: null,
    notNull: false,
    references: null,
    deleteRule: null,
    indexName: null,
  };
  if (constraint.enabled) enableKey(context, table, constraint, node.state);
  table.constraints.push(constraint);
  if (kind === 'primary-key') {
    for (const column of columns) if (constraint.enabled) column.nullable = false;
  }
}

/** Finds or makes the index of a key and checks that the rows obey it. */
export function enableKey(context: DdlContext, table: Table, constraint: Constraint, state: ConstraintState): void {
  const { usingIndex } = state;
  if (usingIndex !== null && usingIndex.index !== null) {
    const name = usingIndex.index.name.text;
    const index = table.indexes.find((candidate) => candidate.name === name);
    if (index === undefined) throw oracleErrorAt(usingIndex.index.offset, 1418);
    constraint.indexName = index.name;
  } else if (usingIndex !== null && usingIndex.create !== null) {
    constraint.indexName = makeIndexFromSyntax(context, usingIndex.create, table).name;
  } else {
    const existing = findKeyIndex(table, constraint.columns, constraint.deferrable);
    constraint.indexName =
      existing?.name ??
      addIndex(context, table, {
        owner: table.owner,
        name: freeIndexName(context, table.owner, constraint.name),
        unique: !constraint.deferrable,
        columns: constraint.columns.map((name) => ({ name, expression: null, descending: false })),
        byConstraint: true,
        generated: constraint.generatedName,
        type: table.organization === 'index' && constraint.type === 'P' ? 'IOT - TOP' : 'NORMAL',
        tablespace: usingIndex?.physical.tablespace?.text ?? table.tablespace,
      }).name;
  }
  if (constraint.type === 'P') {
    for (const name of constraint.columns) {
      const column = table.columns.find((candidate) => candidate.name === name);
      if (column !== undefined && hasNull(table, column)) throw oracleError(1449);
    }
  }
  if (constraint.validated && hasDuplicates(context, table, constraint.indexName)) {
    throw oracleError(constraint.type === 'P' ? 2437 : 2299, `${constraint.owner}.${constraint.name}`);
  }
}

function freeIndexName(context: DdlContext, owner: string, name: string): string {
  return context.database.catalog.index(owner, name) === undefined
    ? name
    : `SYS_C00${context.database.nextSystemNumber()}`;
}

export function hasDuplicates(context: DdlContext, table: Table, indexName: string): boolean {
  const index = context.database.indexesOf(table, context.session).find(indexName);
  if (index === undefined) return false;
  const seen = new Set<string>();
  for (const row of currentRows(table)) {
    const key = index.keyOf(row);
    if (key === null) continue;
    if (seen.has(key)) return true;
    seen.add(key);
  }
  return false;
}

function addForeignKey(
  context: DdlContext,
  table: Table,
  node: NewConstraint,
  columns: readonly Column[],
  references: References,
): void {
  const { catalog } = context.database;
  const { session } = context;
  const owner = references.table.schema?.text ?? session.currentSchema;
  const parent =
    owner === table.owner && references.table.name.text === table.name
      ? table
      : catalog.table(owner, references.table.name.text);
  if (parent === undefined) throw oracleErrorAt(references.table.offset, 942);
  if (
    parent.owner !== session.user &&
    parent.owner !== table.owner &&
    !catalog.privileges.hasObject(session.user, parent.owner, parent.name, 'REFERENCES')
  ) {
    requireTablePrivilege(catalog, session.user, parent, 'SELECT', references.table.offset);
    throw oracleErrorAt(references.table.offset, 1031);
  }
  const wanted = references.columns.map((name) => columnNamed(parent, name).name);
  const key = parent.constraints.find((other) =>
    wanted.length === 0
      ? other.type === 'P'
      : (other.type === 'P' || other.type === 'U') && sameSet(other.columns, wanted),
  );
  if (key === undefined) throw oracleErrorAt(references.table.offset, wanted.length === 0 ? 2268 : 2270);
  if (columns.length !== key.columns.length) throw oracleErrorAt(node.offset, 2256);
  // The child's columns in the order of the parent's key.
  const order =
    wanted.length === 0
      ? columns
      : key.columns.map((name) => columns[wanted.indexOf(name)]).filter((column) => column !== undefined);
  order.forEach((column, at) => {
    const target = parent.columns.find((candidate) => candidate.name === key.columns[at]);
    if (target !== undefined && !comparable(column, target)) throw oracleErrorAt(node.offset, 2267);
  });
  const constraint: Constraint = {
    ...base(context, table, node),
    type: 'R',
    columns: order.map((column) => column.name),
    condition: null,
    notNull: false,
    references: { owner: parent.owner, table: parent.name, constraint: key.name },
    deleteRule:
      references.onDelete === 'cascade' ? 'CASCADE' : references.onDelete === 'set-null' ? 'SET NULL' : 'NO ACTION',
    indexName: null,
  };
  if (constraint.enabled && constraint.validated) validateForeignKey(context, table, constraint, parent, key);
  table.constraints.push(constraint);
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}

function comparable(a: Column, b: Column): boolean {
  const text = ['varchar2', 'char', 'nvarchar2', 'nchar'];
  return a.type.kind === b.type.kind || (text.includes(a.type.kind) && text.includes(b.type.kind));
}

/** Throws ORA-02298 when a row refers to nothing. */
export function validateForeignKey(
  context: DdlContext,
  table: Table,
  constraint: Constraint,
  parent: Table,
  key: Constraint,
): void {
  const parentIndex =
    key.indexName === null ? undefined : context.database.indexesOf(parent, context.session).find(key.indexName);
  if (parentIndex === undefined) throw oracleError(2270);
  const keys = new Set<string>();
  for (const row of currentRows(parent)) {
    const found = parentIndex.keyOf(row);
    if (found !== null) keys.add(found);
  }
  const probe = context.database.foreignKeyIndex(table, constraint);
  for (const { image } of imagesOf(allSegments(table))) {
    if (probe.hasNull(image)) continue;
    const found = probe.keyOf(image);
    if (found !== null && !keys.has(found)) throw oracleError(2298, `${constraint.owner}.${constraint.name}`);
  }
}

/** ORA-02273 while an enabled foreign key refers to the key, unless they go with it. */
export function dropDependents(context: DdlContext, table: Table, constraint: Constraint, cascade: boolean): void {
  for (const { child, constraint: foreign } of referencingKeys(context.database.catalog, table)) {
    if (foreign.references?.constraint !== constraint.name) continue;
    if (!cascade) throw oracleError(2273);
    child.constraints.splice(child.constraints.indexOf(foreign), 1);
    child.version += 1;
  }
}
