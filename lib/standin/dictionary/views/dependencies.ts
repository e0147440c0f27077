import { OracleError } from '../../oracle-error.ts';
import type { NamedObject } from '../../sql/catalog/catalog.ts';
import type { SchemaObject } from '../../sql/catalog/schema-object.ts';
import type { Row } from '../cell.ts';
import type { Family, Reader } from '../family.ts';
import { tablesOfQuery } from '../query-tables.ts';
import type { TableName } from '../query-tables.ts';
import { seesObject } from './objects.ts';

const COLUMNS = `
  OWNER:128!, NAME:128!, TYPE:18, REFERENCED_OWNER:128, REFERENCED_NAME:128, REFERENCED_TYPE:18,
  REFERENCED_LINK_NAME:128, DEPENDENCY_TYPE:4`;

/** What views, materialized views, synonyms and triggers stand on. Stored code is not analysed and has no rows. */
export const DEPENDENCIES: Family = {
  base: 'DEPENDENCIES',
  columns: COLUMNS,
  forms: ['ALL', 'DBA', 'USER', 'CDB'],
  userLacks: ['OWNER'],
  comment: 'Dependencies between objects',
  *rows(reader) {
    for (const object of reader.named('OWNER', 'NAME')) {
      if (reader.shows(object.owner, () => seesObject(reader, object))) yield* rowsOf(object, reader);
    }
    for (const trigger of reader.context.catalog.triggers()) {
      if (!reader.wants('OWNER', trigger.owner) || !reader.wants('NAME', trigger.name)) continue;
      if (!reader.shows(trigger.owner, () => seesObject(reader, trigger))) continue;
      yield* referenceRows(trigger, 'TRIGGER', { owner: trigger.tableOwner, name: trigger.tableName }, reader);
    }
  },
};

function* rowsOf(object: NamedObject, reader: Reader): Iterable<Row> {
  if (object.kind === 'VIEW') yield* queryRows(object, 'VIEW', object.text, reader);
  if (object.kind === 'TABLE' && object.materializedView !== null) {
    yield* queryRows(object, 'MATERIALIZED VIEW', object.materializedView.queryText, reader);
  }
  if (object.kind === 'SYNONYM') {
    if (object.databaseLink !== null) return;
    yield* referenceRows(object, 'SYNONYM', { owner: object.targetOwner, name: object.targetName }, reader);
  }
}

function* queryRows(object: SchemaObject, type: string, text: string, reader: Reader): Iterable<Row> {
  const seen = new Set<string>();
  for (const table of readTables(text)) {
    const key = `${table.owner ?? object.owner}.${table.name}`;
    if (seen.has(key)) continue;
    seen.add(key);
    yield* referenceRows(object, type, table, reader);
  }
}

/** A view made with FORCE may hold a text that does not parse: it depends on nothing that is known. */
function readTables(text: string): readonly TableName[] {
  try {
    return tablesOfQuery(text);
  } catch (error) {
    if (error instanceof OracleError) return [];
    throw error;
  }
}

/** The object of that name; behind a synonym also what it names, as Oracle lists both. */
function* referenceRows(object: SchemaObject, type: string, reference: TableName, reader: Reader): Iterable<Row> {
  let found = resolve(object.owner, reference, reader);
  const row: Row = { OWNER: object.owner, NAME: object.name, TYPE: type, DEPENDENCY_TYPE: 'HARD' };
  while (found !== null) {
    yield { ...row, REFERENCED_OWNER: found.owner, REFERENCED_NAME: found.name, REFERENCED_TYPE: found.kind };
    found = found.target;
  }
}

interface Found {
  readonly owner: string;
  readonly name: string;
  readonly kind: string;
  readonly target: Found | null;
}

function resolve(schema: string, reference: TableName, reader: Reader, depth = 0): Found | null {
  const { catalog, dictionary } = reader.context;
  const object =
    reference.owner === null
      ? (catalog.find(schema, reference.name) ?? catalog.find('PUBLIC', reference.name))
      : catalog.find(reference.owner, reference.name);
  if (object === undefined) {
    const named = [...dictionary.synonyms()].find(([synonym]) => synonym === reference.name);
    return named === undefined ? null : { owner: 'SYS', name: named[1].name, kind: named[1].objectType, target: null };
  }
  const target =
    object.kind === 'SYNONYM' && depth < 16
      ? resolve(object.owner, { owner: object.targetOwner, name: object.targetName }, reader, depth + 1)
      : null;
  return { owner: object.owner, name: object.name, kind: object.kind, target };
}
