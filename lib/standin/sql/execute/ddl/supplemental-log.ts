import { oracleErrorAt } from '../../../oracle-error.ts';
import type { SupplementalLogGroup, Table } from '../../catalog/table.ts';
import type { AlterTableAction, SupplementalKey, SupplementalLogClause } from '../../syntax/ast-table.ts';
import { columnNamed } from './constraint-ddl.ts';
import type { DdlContext } from './ddl-context.ts';

const KINDS: Readonly<Record<SupplementalKey, SupplementalLogGroup['kind']>> = {
  all: 'ALL COLUMN LOGGING',
  'primary key': 'PRIMARY KEY LOGGING',
  unique: 'UNIQUE KEY LOGGING',
  'foreign key': 'FOREIGN KEY LOGGING',
};

/** ADD SUPPLEMENTAL LOG GROUP g (a, b) ALWAYS, ADD SUPPLEMENTAL LOG DATA (ALL) COLUMNS. */
export function addSupplementalLog(context: DdlContext, table: Table, clause: SupplementalLogClause): void {
  if (clause.kind === 'group') {
    if (table.supplementalLogGroups.some((group) => group.name === clause.name.text))
      throw oracleErrorAt(clause.name.offset, 2264);
    const columns = clause.columns.map((column) => columnNamed(table, column.name).name);
    table.supplementalLogGroups.push({
      name: clause.name.text,
      kind: 'USER LOG GROUP',
      columns,
      always: clause.always,
      generated: false,
    });
    return;
  }
  for (const key of clause.keys) {
    if (table.supplementalLogGroups.some((group) => group.kind === KINDS[key]))
      throw oracleErrorAt(0, 32588, KINDS[key]);
    table.supplementalLogGroups.push({
      name: `SYS_C00${context.database.nextSystemNumber()}`,
      kind: KINDS[key],
      columns: [],
      always: key === 'all' || key === 'primary key',
      generated: true,
    });
  }
}

export function dropSupplementalLog(
  table: Table,
  action: Extract<AlterTableAction, { kind: 'drop-supplemental-log' }>,
): void {
  for (const target of action.targets) {
    const wanted = (group: SupplementalLogGroup): boolean =>
      target.kind === 'group' ? group.name === target.name.text : target.keys.some((key) => KINDS[key] === group.kind);
    const at = table.supplementalLogGroups.findIndex(wanted);
    if (at < 0) throw oracleErrorAt(0, 32587);
    for (let found = at; found >= 0; found = table.supplementalLogGroups.findIndex(wanted)) {
      table.supplementalLogGroups.splice(found, 1);
    }
  }
}
