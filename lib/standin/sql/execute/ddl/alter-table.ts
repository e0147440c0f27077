import { oracleErrorAt } from '../../../oracle-error.ts';
import type { Table } from '../../catalog/table.ts';
import type { AlterTable, AlterTableAction } from '../../syntax/ast-table.ts';
import { addColumns, dropColumns, modifyColumns, renameColumn, setUnused } from './alter-columns.ts';
import { changeConstraint, dropConstraint, renameConstraint } from './alter-constraint.ts';
import { addConstraint } from './constraint-ddl.ts';
import {
  requireFreeName,
  requireOnObject,
  requireQuiet,
  structureChanged,
  tableNamed,
  touched,
} from './ddl-context.ts';
import type { DdlContext } from './ddl-context.ts';
import { moveTable } from './move-rows.ts';
import { alterPartition, partitionAction } from './partition-ddl.ts';
import { renameInCatalog } from './schema-ddl.ts';
import { addSupplementalLog, dropSupplementalLog } from './supplemental-log.ts';

export function alterTable(context: DdlContext, node: AlterTable): void {
  const table = tableNamed(context, node.name);
  requireOnObject(context, table, 'ALTER ANY TABLE', node.name.offset, 'ALTER');
  requireQuiet(context, table);
  for (const action of node.actions) {
    const structural = apply(context, table, action, node.offset);
    context.database.refreshIndexes(table, context.session);
    if (structural) structureChanged(context, table);
    else touched(context, table);
  }
}

/** True when the change makes earlier versions of the rows unreadable (ORA-01466). */
function apply(context: DdlContext, table: Table, action: AlterTableAction, offset: number): boolean {
  const onPartition = partitionAction(action);
  if (onPartition !== null) {
    alterPartition(context, table, onPartition, offset);
    return action.kind !== 'rename-partition' && action.kind !== 'set-interval';
  }
  switch (action.kind) {
    case 'add-columns':
      addColumns(context, table, action);
      return action.columns.length > 0;
    case 'modify-columns':
      modifyColumns(context, table, action.columns);
      return true;
    case 'drop-columns':
      dropColumns(context, table, action.columns, action.cascadeConstraints);
      return true;
    case 'set-unused':
      setUnused(table, action.columns, action.cascadeConstraints);
      return true;
    case 'drop-unused':
      return false;
    case 'rename-column':
      renameColumn(table, action.from, action.to);
      return true;
    case 'move':
      moveTable(context, table, action.physical.tablespace?.text ?? table.tablespace);
      return true;
    case 'shrink':
      if (!table.rowMovement) throw oracleErrorAt(offset, 10636);
      moveTable(context, table, table.tablespace, true);
      return true;
    default:
      applyWithoutRows(context, table, action, offset);
      return false;
  }
}

function applyWithoutRows(context: DdlContext, table: Table, action: AlterTableAction, offset: number): void {
  switch (action.kind) {
    case 'add-constraint': {
      addConstraint(context, table, action.constraint);
      return;
    }
    case 'drop-constraint': {
      dropConstraint(context, table, action, offset);
      return;
    }
    case 'change-constraint': {
      changeConstraint(context, table, action, offset);
      return;
    }
    case 'rename-constraint': {
      renameConstraint(context, table, action.from, action.to);
      return;
    }
    case 'rename':
      requireFreeName(context, table.owner, action.to);
      {
        renameInCatalog(context, table, action.to.text);
        return;
      }
    case 'add-supplemental-log':
      for (const clause of action.clauses) addSupplementalLog(context, table, clause);
      return;
    case 'drop-supplemental-log': {
      dropSupplementalLog(table, action);
      return;
    }
    case 'row-movement':
      table.rowMovement = action.enabled;
      return;
    case 'triggers':
      for (const trigger of context.database.catalog.triggers()) {
        if (trigger.tableOwner === table.owner && trigger.tableName === table.name) trigger.enabled = action.enabled;
      }
      return;
    case 'read-only':
      table.readOnly = action.readOnly;
      return;
    case 'physical':
      table.logging = action.physical.logging ?? table.logging;
      return;
    default:
      throw oracleErrorAt(offset, 3001);
  }
}
