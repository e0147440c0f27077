import type { Constraint } from '../../../lib/standin/sql/catalog/constraint.ts';
import type { Index } from '../../../lib/standin/sql/catalog/index-definition.ts';
import type { Column, Partition, Table } from '../../../lib/standin/sql/catalog/table.ts';
import type { SqlType } from '../../../lib/standin/sql/values/value.ts';
import { NOW_MS } from './dictionary-reading.ts';

/** Objects of a catalog with everything usual filled in; a test names what it is about. */
export function makeTable(fields: Partial<Table> & Pick<Table, 'owner' | 'name' | 'objectId'>): Table {
  return {
    kind: 'TABLE',
    createdAtMs: NOW_MS,
    lastDdlAtMs: NOW_MS,
    status: 'VALID',
    generated: false,
    columns: [],
    constraints: [],
    indexes: [],
    organization: 'heap',
    temporary: 'no',
    partitioning: null,
    partitions: [],
    dataObjectId: fields.objectId,
    segment: null,
    comment: null,
    statistics: null,
    tablespace: 'USERS',
    logging: true,
    rowMovement: false,
    compression: 'DISABLED',
    readOnly: false,
    supplementalLogGroups: [],
    definitionScn: 1n,
    version: 1,
    nested: false,
    external: false,
    materializedView: null,
    flashbackArchive: null,
    ...fields,
  };
}

export function makeColumn(name: string, place: number, type: SqlType, fields: Partial<Column> = {}): Column {
  return {
    name,
    columnId: place,
    internalId: place,
    storedAt: place - 1,
    type,
    nullable: true,
    defaultText: null,
    defaultOnNull: false,
    virtual: false,
    hidden: false,
    userGenerated: true,
    identity: null,
    comment: null,
    statistics: null,
    unused: false,
    lob: null,
    missingValue: null,
    ...fields,
  };
}

export function makeConstraint(
  fields: Partial<Constraint> & Pick<Constraint, 'type' | 'owner' | 'name' | 'table'>,
): Constraint {
  return {
    generatedName: false,
    columns: [],
    condition: null,
    notNull: false,
    references: null,
    deleteRule: null,
    deferrable: false,
    initiallyDeferred: false,
    enabled: true,
    validated: true,
    rely: false,
    indexName: null,
    lastChangeAtMs: NOW_MS,
    ...fields,
  };
}

export function makeIndex(
  fields: Partial<Index> & Pick<Index, 'owner' | 'name' | 'objectId' | 'tableOwner' | 'tableName' | 'columns'>,
): Index {
  return {
    kind: 'INDEX',
    createdAtMs: NOW_MS,
    lastDdlAtMs: NOW_MS,
    status: 'VALID',
    generated: false,
    type: 'NORMAL',
    unique: false,
    visible: true,
    usable: true,
    partitioned: 'no',
    compression: 'DISABLED',
    tablespace: 'USERS',
    byConstraint: false,
    dataObjectId: fields.objectId,
    ...fields,
  };
}

export function makePartition(
  name: string,
  position: number,
  objectId: number,
  highValueText: string | null,
): Partition {
  return {
    name,
    position,
    objectId,
    dataObjectId: objectId,
    key: { kind: 'none' },
    highValueText,
    segment: null,
    subpartitions: [],
    createdAtMs: NOW_MS,
    lastDdlAtMs: NOW_MS,
    statistics: null,
    tablespace: 'USERS',
    byInterval: false,
  };
}

export const NUMBER: SqlType = { kind: 'number', precision: null, scale: null };

export function varchar2(length: number, unit: 'byte' | 'char' = 'byte'): SqlType {
  return { kind: 'varchar2', length, unit };
}
