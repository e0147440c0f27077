/** What the tests of schema planning share: a table and a server to vary. */
import type { PlanRequest } from '../../../lib/engine/schema/plan-request.ts';
import { planTable } from '../../../lib/engine/schema/plan-table.ts';
import type { PlannedTable, TableDefinition } from '../../../lib/model/migration-plan.ts';
import type { OracleType } from '../../../lib/model/oracle-type.ts';
import type { SelectedObject } from '../../../lib/model/selected-object.ts';
import type { SourceColumn, SourceKey, SourceTable } from '../../../lib/model/source-table.ts';
import type { TargetServer } from '../../../lib/model/target-object.ts';

export const mariadb: TargetServer = {
  product: 'mariadb',
  version: '10.11.6',
  maxAllowedPacketBytes: 268_435_456,
  lowerCaseTableNames: 1,
  localInfile: true,
  loadDataAtomic: true,
  limits: {
    tableNameCharacters: 64,
    columnNameCharacters: 64,
    columns: 1_017,
    rowBytes: 65_535,
    keyBytes: 3_072,
    keyColumns: 32,
    indexes: 64,
    varcharCharacters: 16_383,
    largeObjectBytes: 4_294_967_295,
    partitions: 8_192,
  },
};

export const oceanbase: TargetServer = {
  ...mariadb,
  product: 'oceanbase',
  version: '4.2.5',
  limits: {
    ...mariadb.limits,
    columnNameCharacters: 128,
    columns: 4_096,
    rowBytes: 1_572_864,
    keyBytes: 16_384,
    varcharCharacters: 262_144,
  },
};

export const number = (precision: number | null, scale: number | null): OracleType => ({
  kind: 'number',
  precision,
  scale,
});
export const varchar = (length: number): OracleType => ({ kind: 'varchar2', length, unit: 'byte', bytes: length });

export function column(name: string, type: OracleType, more: Partial<SourceColumn> = {}): SourceColumn {
  return {
    name,
    type,
    nullable: true,
    defaultText: null,
    virtual: false,
    hidden: false,
    identity: 'none',
    comment: null,
    ...more,
  };
}

export const required = (name: string, type: OracleType): SourceColumn => column(name, type, { nullable: false });
export const key = (name: string, ...columns: string[]): SourceKey => ({ name, columns, generatedName: false });

export function sourceTable(more: Partial<SourceTable>): SourceTable {
  return {
    name: { schema: 'SHOP', table: 'ORDERS' },
    columns: [required('ID', number(10, 0)), column('NOTE', varchar(100))],
    primaryKey: key('ORDERS_PK', 'ID'),
    uniqueKeys: [],
    foreignKeys: [],
    checks: [],
    indexes: [],
    comment: null,
    organization: 'heap',
    temporary: false,
    partitioning: null,
    rowsEstimated: null,
    averageRowBytes: null,
    ...more,
  };
}

export function selected(more: Partial<SelectedObject> = {}): SelectedObject {
  return {
    name: { schema: 'SHOP', table: 'ORDERS' },
    kind: 'table',
    renameSchema: null,
    renameTable: null,
    excludedColumns: [],
    renamedColumns: {},
    ...more,
  };
}

export function request(table: Partial<SourceTable>, more: Partial<PlanRequest> = {}): PlanRequest {
  const described = sourceTable(table);
  return {
    table: described,
    selected: selected({ name: described.name }),
    settings: {
      identifierCase: 'lower',
      lengthSemantics: 'keep',
      timeZone: '+00:00',
      schemas: {},
      postIndexing: true,
    },
    server: mariadb,
    selectedAs: (name) => selected({ name }),
    ...more,
  };
}

export function plan(table: Partial<SourceTable>, more: Partial<PlanRequest> = {}): PlannedTable {
  return planTable(request(table, more));
}

/** The definition of a table that must not be refused. */
export function define(table: Partial<SourceTable>, more: Partial<PlanRequest> = {}): TableDefinition {
  const planned = plan(table, more);
  if (planned.definition === null) throw new Error(JSON.stringify(planned.faults));
  return planned.definition;
}
