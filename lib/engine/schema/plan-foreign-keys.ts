/** Foreign keys, added after the load. Those to tables that are not migrated are left out with a statement. */
import type { TableDefinition } from '../../model/migration-plan.ts';
import { type SourceForeignKey, type TableName, tableId } from '../../model/source-table.ts';
import type { TargetForeignKey } from '../../model/target-object.ts';
import type { PlannedColumn } from './plan-columns.ts';
import type { PlanRequest } from './plan-request.ts';
import { foldName, shortenName, targetTableName } from './target-name.ts';

export interface PlannedForeignKeys {
  readonly foreignKeys: TableDefinition['foreignKeys'];
  readonly conversions: readonly string[];
}

/** Plans the foreign keys of one table. */
export function planForeignKeys(
  request: PlanRequest,
  columns: readonly PlannedColumn[],
  table: TableName,
): PlannedForeignKeys {
  const foreignKeys: TableDefinition['foreignKeys'] = [];
  const conversions: string[] = [];
  const id = tableId(request.table.name);
  request.table.foreignKeys.forEach((key, ordinal) => {
    const planned = planForeignKey(request, key, ordinal, columns, table);
    if (typeof planned === 'string') conversions.push(`foreign key ${key.name} is left out: ${planned}`);
    else foreignKeys.push({ objectId: `FOREIGN KEY ${id}.${planned.name}`, foreignKey: planned });
  });
  return { foreignKeys, conversions };
}

/** The foreign key on the target, or why there is none. */
function planForeignKey(
  request: PlanRequest,
  key: SourceForeignKey,
  ordinal: number,
  columns: readonly PlannedColumn[],
  table: TableName,
): TargetForeignKey | string {
  const { settings, server } = request;
  if (!key.enabled) return 'it is disabled on the source';
  const parent = request.selectedAs(key.references);
  if (parent === null) return `${tableId(key.references)} is not migrated`;
  const own = new Map<string, string>();
  for (const { plan } of columns) if (plan.origin.kind === 'column') own.set(plan.origin.name, plan.targetName);
  const names = key.columns.map((name) => own.get(name));
  const referenced = key.referencedColumns.map((name) =>
    parent.excludedColumns.includes(name)
      ? undefined
      : (parent.renamedColumns[name] ?? foldName(name, settings.identifierCase)),
  );
  if ([...names, ...referenced].includes(undefined)) return 'it has columns that are not migrated';
  const wanted = key.generatedName ? `FK_${table.table}_${ordinal + 1}` : key.name;
  return {
    table,
    name: shortenName(foldName(wanted, settings.identifierCase), server.limits.tableNameCharacters),
    columns: names.filter((name) => name !== undefined),
    references: targetTableName(parent, settings.schemas, settings.identifierCase),
    referencedColumns: referenced.filter((name) => name !== undefined),
    onDelete: key.onDelete,
  };
}
