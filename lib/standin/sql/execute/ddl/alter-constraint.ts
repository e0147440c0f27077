import { oracleError, oracleErrorAt } from '../../../oracle-error.ts';
import type { Constraint } from '../../catalog/constraint.ts';
import type { Table } from '../../catalog/table.ts';
import type { Name } from '../../syntax/ast.ts';
import type { AlterTableAction, ConstraintReference } from '../../syntax/ast-table.ts';
import { dropDependents, enableKey, validateForeignKey } from './constraint-ddl.ts';
import { checkName } from './ddl-context.ts';
import type { DdlContext } from './ddl-context.ts';
import { dropIndexObject } from './index-ddl.ts';

function find(table: Table, reference: ConstraintReference): Constraint | undefined {
  switch (reference.kind) {
    case 'name':
      return table.constraints.find((constraint) => constraint.name === reference.name.text);
    case 'primary-key':
      return table.constraints.find((constraint) => constraint.type === 'P');
    case 'unique': {
      const names = reference.columns.map((name) => name.text);
      return table.constraints.find(
        (constraint) => constraint.type === 'U' && constraint.columns.join('\0') === names.join('\0'),
      );
    }
    default:
      return undefined;
  }
}

export function dropConstraint(
  context: DdlContext,
  table: Table,
  action: Extract<AlterTableAction, { kind: 'drop-constraint' }>,
  offset: number,
): void {
  const constraint = find(table, action.constraint);
  if (constraint === undefined)
    throw oracleErrorAt(
      offset,
      action.constraint.kind === 'primary-key' ? 2441 : action.constraint.kind === 'unique' ? 2442 : 2443,
    );
  if (constraint.type === 'P' || constraint.type === 'U') dropDependents(context, table, constraint, action.cascade);
  table.constraints.splice(table.constraints.indexOf(constraint), 1);
  release(context, table, constraint, action.keepIndex ?? false);
}

/** What a constraint that no longer holds leaves: its index goes, its columns may be NULL. */
function release(context: DdlContext, table: Table, constraint: Constraint, keepIndex: boolean): void {
  const index = table.indexes.find((candidate) => candidate.name === constraint.indexName);
  if (index?.byConstraint === true && !keepIndex) dropIndexObject(context, table, index);
  if (constraint.notNull || constraint.type === 'P') {
    for (const name of constraint.columns) {
      const column = table.columns.find((candidate) => candidate.name === name);
      const stillBound = table.constraints.some(
        (other) =>
          other !== constraint &&
          other.enabled &&
          other.columns.includes(name) &&
          (other.notNull || other.type === 'P'),
      );
      if (column !== undefined && !stillBound) column.nullable = true;
    }
  }
}

export function changeConstraint(
  context: DdlContext,
  table: Table,
  action: Extract<AlterTableAction, { kind: 'change-constraint' }>,
  offset: number,
): void {
  const constraint = find(table, action.constraint);
  if (constraint === undefined)
    throw oracleErrorAt(offset, 2430, action.constraint.kind === 'name' ? action.constraint.name.text : '');
  const { state } = action;
  if (state.enabled === false && constraint.enabled) {
    if (constraint.type === 'P' || constraint.type === 'U')
      disableDependents(context, table, constraint, action.cascade);
    constraint.enabled = false;
    constraint.validated = state.validated ?? false;
    release(context, table, constraint, action.keepIndex ?? false);
    if (constraint.type === 'P' || constraint.type === 'U') constraint.indexName = null;
  } else if (state.enabled === true && !constraint.enabled) {
    constraint.enabled = true;
    constraint.validated = state.validated ?? true;
    try {
      enable(context, table, constraint, action);
    } catch (error) {
      constraint.enabled = false;
      constraint.validated = false;
      throw error;
    }
  } else if (state.validated !== null) constraint.validated = state.validated;
}

function disableDependents(context: DdlContext, table: Table, constraint: Constraint, cascade: boolean): void {
  for (const child of context.database.catalog.tables()) {
    for (const foreign of child.constraints) {
      const target = foreign.references;
      if (
        !foreign.enabled ||
        target?.owner !== table.owner ||
        target.table !== table.name ||
        target.constraint !== constraint.name
      )
        continue;
      if (!cascade) throw oracleError(2297, `${constraint.owner}.${constraint.name}`);
      foreign.enabled = false;
      foreign.validated = false;
    }
  }
}

function enable(
  context: DdlContext,
  table: Table,
  constraint: Constraint,
  action: Extract<AlterTableAction, { kind: 'change-constraint' }>,
): void {
  if (constraint.type === 'P' || constraint.type === 'U') {
    enableKey(context, table, constraint, action.state);
    return;
  }
  if (constraint.type === 'R' && constraint.references !== null && constraint.validated) {
    const { references } = constraint;
    const parent = context.database.catalog.table(references.owner, references.table);
    const key = parent?.constraints.find((candidate) => candidate.name === references.constraint);
    if (parent === undefined || key === undefined) throw oracleError(2270);
    validateForeignKey(context, table, constraint, parent, key);
    return;
  }
  if (constraint.notNull) {
    for (const name of constraint.columns) {
      const column = table.columns.find((candidate) => candidate.name === name);
      if (column !== undefined) column.nullable = false;
    }
  }
}

export function renameConstraint(context: DdlContext, table: Table, from: Name, to: Name): void {
  checkName(to);
  const constraint = table.constraints.find((candidate) => candidate.name === from.text);
  if (constraint === undefined) throw oracleErrorAt(from.offset, 23292);
  constraint.name = to.text;
  for (const child of context.database.catalog.tables()) {
    child.constraints.forEach((foreign, at) => {
      const target = foreign.references;
      if (target?.owner !== table.owner || target.table !== table.name || target.constraint !== from.text) return;
      child.constraints[at] = { ...foreign, references: { ...target, constraint: to.text } };
    });
  }
}
