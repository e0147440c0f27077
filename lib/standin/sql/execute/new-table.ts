import type { Column, Partitioning, Table } from '../catalog/table.ts';
import type { Database } from '../database.ts';
import type { SqlType } from '../values/value.ts';

export interface NewColumn {
  readonly name: string;
  readonly type: SqlType;
  readonly nullable: boolean;
  readonly defaultText?: string | null;
  readonly defaultOnNull?: boolean;
  readonly virtual?: boolean;
  readonly hidden?: boolean;
  readonly userGenerated?: boolean;
  readonly identity?: Column['identity'];
  readonly lob?: Column['lob'];
}

export interface NewTable {
  readonly owner: string;
  readonly name: string;
  readonly columns: readonly NewColumn[];
  readonly tablespace: string;
  readonly organization?: 'heap' | 'index';
  readonly temporary?: Table['temporary'];
  readonly partitioning?: Partitioning | null;
  readonly logging?: boolean;
  readonly rowMovement?: boolean;
  readonly compression?: Table['compression'];
  readonly readOnly?: boolean;
  readonly external?: boolean;
  readonly materializedView?: Table['materializedView'];
}

/** A table object with its columns numbered; constraints, indexes and partitions are added by the caller. */
export function newTable(database: Database, options: NewTable): Table {
  const { catalog } = database;
  const now = database.clock.nowMs();
  const objectId = catalog.nextObjectId();
  const table: Table = {
    kind: 'TABLE',
    owner: options.owner,
    name: options.name,
    objectId,
    dataObjectId: objectId,
    createdAtMs: now,
    lastDdlAtMs: now,
    status: 'VALID',
    generated: false,
    columns: [],
    constraints: [],
    indexes: [],
    organization: options.organization ?? 'heap',
    temporary: options.temporary ?? 'no',
    partitioning: options.partitioning ?? null,
    partitions: [],
    segment: null,
    comment: null,
    statistics: null,
    tablespace: options.tablespace,
    logging: options.logging ?? true,
    rowMovement: options.rowMovement ?? false,
    compression: options.compression ?? 'DISABLED',
    readOnly: options.readOnly ?? false,
    supplementalLogGroups: [],
    definitionScn: 0n,
    version: 1,
    nested: false,
    external: options.external ?? false,
    materializedView: options.materializedView ?? null,
    flashbackArchive: null,
  };
  for (const column of options.columns) appendColumn(table, column);
  return table;
}

/** Adds a column behind the others. */
export function appendColumn(table: Table, column: NewColumn): Column {
  const internalId = table.columns.reduce((highest, other) => Math.max(highest, other.internalId), 0) + 1;
  const stored = table.columns.reduce((highest, other) => Math.max(highest, other.storedAt ?? -1), -1) + 1;
  const visible = table.columns.reduce((highest, other) => Math.max(highest, other.columnId ?? 0), 0) + 1;
  const added: Column = {
    name: column.name,
    columnId: column.hidden === true ? null : visible,
    internalId,
    storedAt: column.virtual === true ? null : stored,
    type: column.type,
    nullable: column.nullable,
    defaultText: column.defaultText ?? null,
    defaultOnNull: column.defaultOnNull ?? false,
    virtual: column.virtual ?? false,
    hidden: column.hidden ?? false,
    userGenerated: column.userGenerated ?? true,
    identity: column.identity ?? null,
    comment: null,
    statistics: null,
    unused: false,
    lob: column.lob ?? null,
    missingValue: null,
  };
  table.columns.push(added);
  return added;
}
