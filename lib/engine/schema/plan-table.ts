/**
 * A source table becomes a table of the target: the plan by which its rows are read, carried, written and compared, its
 * definition, its indexes and foreign keys, every stated difference, or the faults that say why not.
 */
import { Fault, assert } from '../../model/fault.ts';
import type { PlannedTable, TableDefinition } from '../../model/migration-plan.ts';
import { tableId } from '../../model/source-table.ts';
import type { RowIdentity, TablePlan } from '../../model/table-plan.ts';
import type { TargetTable } from '../../model/target-object.ts';
import { type TranslatedChecks, translateChecks } from './check-condition.ts';
import type { CheckedColumn } from './condition-parser.ts';
import { fitRow } from './fit-row.ts';
import { type PlannedColumn, cutComment, migratedColumns, planColumns, rowidColumns } from './plan-columns.ts';
import { planForeignKeys } from './plan-foreign-keys.ts';
import { planIndexes } from './plan-indexes.ts';
import { planPartitioning } from './plan-partitioning.ts';
import type { PlanRequest } from './plan-request.ts';
import { type ChosenKey, chooseKey, uniqueKeysOf } from './row-identity.ts';
import { foldName, nameFault, shortenName, targetTableName } from './target-name.ts';

/** Plans one table. Its level is set later, when all tables are known (dependency-levels.ts). */
export function planTable(request: PlanRequest): PlannedTable {
  const id = tableId(request.table.name);
  const refusals = tableRefusals(request);
  const key = chooseKey(request.table, new Set(migratedColumns(request).map((column) => column.name)));
  const mapped = planColumns(request, keyColumnsOf(request, key));
  const columns = key.kind === 'rowid' ? [...mapped.columns, ...rowidColumns(request)] : mapped.columns;
  const faults = [...refusals, ...mapped.faults, ...(mapped.faults.length === 0 ? sizeFaults(request, columns) : [])];
  const common = {
    kind: 'table' as const,
    objectId: `TABLE ${id}`,
    tableId: id,
    level: 0,
    fidelity: [...mapped.fidelity],
  };
  if (faults.length > 0) return refusedTable(common, mapped.conversions, faults);
  const fitted = fitRow(request, columns);
  if (fitted.fault !== null) return refusedTable(common, mapped.conversions, [fitted.fault]);
  const defined = defineTable(request, key, fitted.columns);
  const conversions = [...mapped.conversions, ...fitted.conversions, ...defined.conversions];
  if (defined.faults.length > 0) return refusedTable(common, conversions, defined.faults);
  return { ...common, definition: defined.definition, conversions, faults: [] };
}

function refusedTable(
  common: Omit<PlannedTable, 'definition' | 'conversions' | 'faults'>,
  conversions: readonly string[],
  faults: readonly Fault[],
): PlannedTable {
  return { ...common, definition: null, conversions: [...conversions], faults: faults.map((fault) => fault.record) };
}

function tableRefusals(request: PlanRequest): readonly Fault[] {
  const { table, server, settings } = request;
  const subject = tableId(table.name);
  const target = targetTableName(request.selected, settings.schemas, settings.identifierCase);
  const faults = [
    nameFault(target.schema, 'schema', subject, server.limits.tableNameCharacters),
    nameFault(target.table, 'table', subject, server.limits.tableNameCharacters),
    request.clash ?? null,
  ].filter((fault) => fault !== null);
  if (table.name.schema.includes('.') || table.name.table.includes('.')) {
    faults.push(new Fault('NAME_REFUSED', 'a source name with a dot cannot be told from SCHEMA.TABLE', { subject }));
  }
  if (table.organization === 'other') {
    faults.push(new Fault('TYPE_REFUSED', 'the table is external, clustered, nested or of objects', { subject }));
  }
  return faults;
}

/** Columns of every key that the target will enforce: their types must map injectively (V5). */
function keyColumnsOf(request: PlanRequest, key: ChosenKey): ReadonlySet<string> {
  const migrated = new Set(migratedColumns(request).map((column) => column.name));
  const names = new Set<string>(key.kind === 'rowid' ? [] : key.columns);
  for (const unique of uniqueKeysOf(request.table)) {
    if (!unique.columns.every((name) => migrated.has(name))) continue;
    for (const name of unique.columns) names.add(name);
  }
  return names;
}

function sizeFaults(request: PlanRequest, columns: readonly PlannedColumn[]): readonly Fault[] {
  const subject = tableId(request.table.name);
  const limit = request.server.limits.columns;
  if (columns.length > limit) {
    return [new Fault('TARGET_LIMIT', `${columns.length} columns, the server holds ${limit}`, { subject })];
  }
  const withValues = columns.filter((column) => column.plan.origin.kind === 'column').length;
  return withValues === 0 ? [new Fault('TYPE_REFUSED', 'no column of the table can be migrated', { subject })] : [];
}

interface DefinedTable {
  readonly definition: TableDefinition;
  readonly conversions: readonly string[];
  readonly faults: readonly Fault[];
}

function defineTable(request: PlanRequest, key: ChosenKey, columns: readonly PlannedColumn[]): DefinedTable {
  const { table, settings } = request;
  const name = targetTableName(request.selected, settings.schemas, settings.identifierCase);
  const partitioning = planPartitioning(request, key, columns);
  const indexes = planIndexes(request, key, partitioning, name);
  const foreignKeys = planForeignKeys(request, columns, name);
  const checks = namedChecks(request, columns);
  const comment = cutComment(table.comment);
  const definition: TableDefinition = {
    plan: tablePlan(request, indexes.identity, partitioning.columns, name, indexes.uniqueKeys),
    table: {
      name,
      columns: partitioning.columns.map((column) => column.target),
      primaryKey: key.kind === 'primary' ? [...targetColumns(columns, key.columns)] : null,
      comment: comment.text,
      checks: checks.checks,
      partitioning: partitioning.partitioning,
    } satisfies TargetTable,
    indexes: [...indexes.indexes],
    foreignKeys: [...foreignKeys.foreignKeys],
    helperColumns: columns.filter(({ plan }) => plan.origin.kind === 'rowid-part').map(({ target }) => target.name),
  };
  return {
    definition,
    conversions: [
      ...(comment.conversion === null ? [] : [comment.conversion]),
      ...primaryKeyConversions(request, key),
      ...indexes.conversions,
      ...foreignKeys.conversions,
      ...checks.conversions,
      ...partitioning.conversions,
    ],
    faults: indexes.faults,
  };
}

function primaryKeyConversions(request: PlanRequest, key: ChosenKey): readonly string[] {
  const statements: string[] = [];
  if (request.table.primaryKey !== null && key.kind !== 'primary') {
    statements.push(`primary key ${request.table.primaryKey.name} is left out: it has columns that are not migrated`);
  }
  if (key.kind === 'rowid') statements.push('no key: four ROWID helper columns and a unique index over them are added');
  return statements;
}

function tablePlan(
  request: PlanRequest,
  identity: RowIdentity,
  columns: readonly PlannedColumn[],
  target: TablePlan['target'],
  uniqueKeys: TablePlan['uniqueKeys'],
): TablePlan {
  const { table, settings } = request;
  assert(table.organization !== 'other', `table ${tableId(table.name)} was to be refused`);
  const partitions = table.partitioning?.partitions ?? [];
  return {
    tableId: tableId(table.name),
    source: table.name,
    target,
    organization: table.organization,
    columns: columns.map((column) => column.plan),
    identity,
    uniqueKeys,
    rowsEstimated: table.rowsEstimated === null ? null : table.rowsEstimated.toString(),
    averageRowBytes: table.averageRowBytes,
    sourcePartitions: partitions.flatMap((partition) =>
      partition.subpartitions.length === 0 ? [partition.name] : partition.subpartitions.map((sub) => sub.name),
    ),
    ...(settings.timeZone === '+00:00' ? {} : { timeZone: settings.timeZone }),
  };
}

/** Checks under names of the target: in its case, and no longer than it holds. */
function namedChecks(request: PlanRequest, columns: readonly PlannedColumn[]): TranslatedChecks {
  const { settings, server } = request;
  const translated = translateChecks(request.table.checks, checkedColumns(columns));
  const checks = translated.checks.map(({ name, expression }) => ({
    name:
      name === null ? null : shortenName(foldName(name, settings.identifierCase), server.limits.tableNameCharacters),
    expression,
  }));
  return { ...translated, checks };
}

/** Migrated columns by source name. */
function checkedColumns(columns: readonly PlannedColumn[]): ReadonlyMap<string, CheckedColumn> {
  return new Map(columns.flatMap(({ plan }) => (plan.origin.kind === 'column' ? [[plan.origin.name, plan]] : [])));
}

/** Source column name to target column name. */
function targetNames(columns: readonly PlannedColumn[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { plan } of columns) {
    if (plan.origin.kind === 'column') names.set(plan.origin.name, plan.targetName);
  }
  return names;
}

function targetColumns(columns: readonly PlannedColumn[], sourceNames: readonly string[]): readonly string[] {
  const names = targetNames(columns);
  return sourceNames.map((name) => {
    const target = names.get(name);
    assert(target !== undefined, `key column ${name} has no target name`);
    return target;
  });
}
