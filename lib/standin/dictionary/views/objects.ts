import type { NamedObject } from '../../sql/catalog/catalog.ts';
import type { Index } from '../../sql/catalog/index-definition.ts';
import type { ObjectKind, SchemaObject } from '../../sql/catalog/schema-object.ts';
import type { DatabaseLink, Trigger } from '../../sql/catalog/stored-text.ts';
import type { Partition, Table } from '../../sql/catalog/table.ts';
import type { Row } from '../cell.ts';
import { dateOf, objectTimestamp } from '../cell.ts';
import type { Family, Reader } from '../family.ts';
import { SYS_PACKAGES } from '../sys-packages.ts';

const COLUMNS = `
  OWNER:128!, OBJECT_NAME:128!, SUBOBJECT_NAME:128, OBJECT_ID!, DATA_OBJECT_ID, OBJECT_TYPE:23, CREATED:date!,
  LAST_DDL_TIME:date!, TIMESTAMP:19, STATUS:7, TEMPORARY:1, GENERATED:1, SECONDARY:1, NAMESPACE!,
  EDITION_NAME:128, SHARING:18, EDITIONABLE:1, ORACLE_MAINTAINED:1, APPLICATION:1, DEFAULT_COLLATION:100,
  DUPLICATED:1, SHARDED:1, IMPORTED_OBJECT:1@23, SYNCHRONOUS_DUPLICATED:1@23, CREATED_APPID, CREATED_VSNID,
  MODIFIED_APPID, MODIFIED_VSNID`;

/** *_OBJECTS. LOB segments are objects too, but the catalog gives them no number: they are not listed. */
export const OBJECTS: Family = {
  base: 'OBJECTS',
  columns: COLUMNS,
  forms: ['ALL', 'DBA', 'USER', 'CDB'],
  userLacks: ['OWNER'],
  synonyms: { USER: ['OBJ'] },
  comment: 'Objects in the database',
  *rows(reader) {
    for (const object of candidates(reader)) {
      if (!reader.wants('OWNER', object.owner) || !reader.wants('OBJECT_NAME', object.name)) continue;
      if (!reader.shows(object.owner, () => seesObject(reader, object))) continue;
      const maintained = reader.context.catalog.users.get(object.owner)?.oracleMaintained === true;
      for (const row of rowsOf(object)) yield maintained ? { ...row, ORACLE_MAINTAINED: 'Y' } : row;
    }
    yield* dictionaryObjects(reader);
  },
};

/** By name when the WHERE clause names owner and object, else everything. */
function* candidates(reader: Reader): Iterable<AnyObject> {
  const { catalog } = reader.context;
  const owners = reader.form === 'USER' ? [reader.user] : reader.filter.get('OWNER');
  const names = reader.filter.get('OBJECT_NAME');
  if (owners === undefined || names === undefined) {
    yield* catalog.objects();
    return;
  }
  for (const owner of new Set(owners)) {
    for (const name of new Set(names)) {
      const found = [
        catalog.find(owner, name),
        catalog.body(owner, name),
        catalog.index(owner, name),
        catalog.trigger(owner, name),
      ];
      for (const object of found) if (object !== undefined) yield object;
    }
  }
  yield* catalog.databaseLinks();
}

type AnyObject = NamedObject | Index | Trigger | DatabaseLink;

/** May the user see the object through an ALL_ view? */
export function seesObject(reader: Reader, object: AnyObject): boolean {
  const { sight } = reader;
  switch (object.kind) {
    case 'TABLE':
    case 'VIEW':
      return sight.table(object.owner, object.name);
    case 'SEQUENCE':
      return sight.sequence(object.owner, object.name);
    case 'SYNONYM':
      return (
        object.owner === 'PUBLIC' || object.owner === reader.user || sight.table(object.targetOwner, object.targetName)
      );
    case 'INDEX':
      return sight.index(object.owner, object.tableOwner, object.tableName);
    case 'TRIGGER':
      return sight.trigger(object.owner, object.tableOwner);
    case 'DATABASE LINK':
      return object.owner === 'PUBLIC' || object.owner === reader.user;
    case 'PROCEDURE':
    case 'FUNCTION':
    case 'PACKAGE':
    case 'PACKAGE BODY':
    case 'TYPE':
    case 'TYPE BODY':
      return sight.code(object.owner, object.name);
  }
}

function* rowsOf(object: AnyObject): Iterable<Row> {
  if (object.kind === 'TABLE') yield* tableRows(object);
  else if (object.kind === 'INDEX')
    yield objectRow(object, { dataObjectId: object.partitioned === 'no' ? object.dataObjectId : null });
  else yield objectRow(object, {});
}

function* tableRows(table: Table): Iterable<Row> {
  const temporary = table.temporary !== 'no';
  yield objectRow(table, { dataObjectId: dataObjectIdOf(table), temporary });
  for (const partition of table.partitions) {
    yield partRow(table, partition, 'TABLE PARTITION');
    for (const subpartition of partition.subpartitions) yield partRow(table, subpartition, 'TABLE SUBPARTITION');
  }
  if (table.materializedView !== null) {
    yield { ...objectRow(table, {}), OBJECT_TYPE: 'MATERIALIZED VIEW', NAMESPACE: 19, DATA_OBJECT_ID: null };
  }
}

/** Only what has a segment of its own has a data object: not a partitioned, temporary, external or index-organized table. */
function dataObjectIdOf(table: Table): number | null {
  const own =
    table.partitioning === null && table.temporary === 'no' && table.organization === 'heap' && !table.external;
  return own ? table.dataObjectId : null;
}

function partRow(table: Table, part: Partition, type: ObjectKind): Row {
  return {
    ...objectRow(table, {}),
    SUBOBJECT_NAME: part.name,
    OBJECT_ID: part.objectId,
    DATA_OBJECT_ID: part.subpartitions.length > 0 ? null : part.dataObjectId,
    OBJECT_TYPE: type,
    CREATED: dateOf(part.createdAtMs),
    LAST_DDL_TIME: dateOf(part.lastDdlAtMs),
    TIMESTAMP: objectTimestamp(part.lastDdlAtMs),
    DEFAULT_COLLATION: null,
  };
}

const NAMESPACES: Partial<Readonly<Record<ObjectKind, number>>> = {
  'PACKAGE BODY': 2,
  'TYPE BODY': 2,
  TRIGGER: 3,
  INDEX: 4,
  LOB: 8,
  'MATERIALIZED VIEW': 19,
};

const EDITIONABLE: ReadonlySet<ObjectKind> = new Set<ObjectKind>([
  'VIEW',
  'SYNONYM',
  'PROCEDURE',
  'FUNCTION',
  'PACKAGE',
  'PACKAGE BODY',
  'TRIGGER',
  'TYPE',
  'TYPE BODY',
]);

const COLLATED: ReadonlySet<ObjectKind> = new Set<ObjectKind>([
  'TABLE',
  'VIEW',
  'PROCEDURE',
  'FUNCTION',
  'PACKAGE',
  'TRIGGER',
  'TYPE',
]);

interface Physical {
  readonly dataObjectId?: number | null;
  readonly temporary?: boolean;
}

function objectRow(object: SchemaObject, physical: Physical): Row {
  return {
    OWNER: object.owner,
    OBJECT_NAME: object.name,
    OBJECT_ID: object.objectId,
    DATA_OBJECT_ID: physical.dataObjectId,
    OBJECT_TYPE: object.kind,
    CREATED: dateOf(object.createdAtMs),
    LAST_DDL_TIME: dateOf(object.lastDdlAtMs),
    TIMESTAMP: objectTimestamp(object.lastDdlAtMs),
    STATUS: object.status,
    TEMPORARY: physical.temporary === true ? 'Y' : 'N',
    GENERATED: object.generated ? 'Y' : 'N',
    SECONDARY: 'N',
    NAMESPACE: NAMESPACES[object.kind] ?? 1,
    SHARING: 'NONE',
    EDITIONABLE: EDITIONABLE.has(object.kind) ? 'Y' : null,
    ORACLE_MAINTAINED: 'N',
    APPLICATION: 'N',
    DEFAULT_COLLATION: COLLATED.has(object.kind) ? 'USING_NLS_COMP' : null,
    DUPLICATED: 'N',
    SHARDED: 'N',
    IMPORTED_OBJECT: 'N',
    SYNCHRONOUS_DUPLICATED: 'N',
  };
}

/** The views of SYS, their public synonyms and the packages: what the dictionary itself is made of. */
function* dictionaryObjects(reader: Reader): Iterable<Row> {
  let objectId = 1_000;
  for (const view of reader.context.dictionary.views()) {
    objectId += 1;
    if (wantsSystem(reader, 'SYS', view.name) && reader.shows('SYS', () => reader.seesDictionaryView(view))) {
      yield systemRow(reader, 'SYS', view.name, view.objectType, objectId);
    }
  }
  for (const name of SYS_PACKAGES) {
    objectId += 1;
    if (wantsSystem(reader, 'SYS', name) && reader.shows('SYS', (sight) => sight.code('SYS', name))) {
      yield systemRow(reader, 'SYS', name, 'PACKAGE', objectId);
    }
  }
  for (const [name] of reader.context.dictionary.synonyms()) {
    objectId += 1;
    if (reader.form !== 'USER' && wantsSystem(reader, 'PUBLIC', name)) {
      yield systemRow(reader, 'PUBLIC', name, 'SYNONYM', objectId);
    }
  }
}

function wantsSystem(reader: Reader, owner: string, name: string): boolean {
  return reader.wants('OWNER', owner) && reader.wants('OBJECT_NAME', name);
}

function systemRow(reader: Reader, owner: string, name: string, kind: ObjectKind, objectId: number): Row {
  const { createdAtMs } = reader.context.persona;
  const object: SchemaObject = {
    kind,
    owner,
    name,
    objectId,
    createdAtMs,
    lastDdlAtMs: createdAtMs,
    status: 'VALID',
    generated: false,
  };
  return { ...objectRow(object, {}), ORACLE_MAINTAINED: 'Y', SHARING: 'METADATA LINK' };
}
