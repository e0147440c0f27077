import type { Column, Table } from '../../sql/catalog/table.ts';
import type { View } from '../../sql/catalog/view.ts';
import type { Row } from '../cell.ts';
import { dateOf, yesNo } from '../cell.ts';
import { canonicalExpression } from '../expression-text.ts';
import type { Family, Reader } from '../family.ts';
import { describeType } from '../type-description.ts';
import type { TypeDescription } from '../type-description.ts';
import type { DictionaryView } from '../view.ts';

const ALL_COLUMNS = `
  OWNER:128!, TABLE_NAME:128!, COLUMN_NAME:128!, DATA_TYPE:128, DATA_TYPE_MOD:3, DATA_TYPE_OWNER:128,
  DATA_LENGTH!, DATA_PRECISION, DATA_SCALE, NULLABLE:1, COLUMN_ID, DEFAULT_LENGTH, DATA_DEFAULT:long,
  DATA_DEFAULT_VC:4000@23, NUM_DISTINCT, LOW_VALUE:raw1000, HIGH_VALUE:raw1000, DENSITY, NUM_NULLS, NUM_BUCKETS,
  LAST_ANALYZED:date, SAMPLE_SIZE, CHARACTER_SET_NAME:44, CHAR_COL_DECL_LENGTH, GLOBAL_STATS:3, USER_STATS:3,
  AVG_COL_LEN, CHAR_LENGTH, CHAR_USED:1, V80_FMT_IMAGE:3, DATA_UPGRADED:3, HIDDEN_COLUMN:3, VIRTUAL_COLUMN:3,
  SEGMENT_COLUMN_ID, INTERNAL_COLUMN_ID!, HISTOGRAM:15, QUALIFIED_COL_NAME:4000, USER_GENERATED:3,
  DEFAULT_ON_NULL:3, IDENTITY_COLUMN:3, SENSITIVE_COLUMN:3, EVALUATION_EDITION:128, UNUSABLE_BEFORE:128,
  UNUSABLE_BEGINNING:128, COLLATION:100, COLLATED_COLUMN_ID`;

const SHOWN_COLUMNS = `
  OWNER:128!, TABLE_NAME:128!, COLUMN_NAME:128!, DATA_TYPE:128, DATA_TYPE_MOD:3, DATA_TYPE_OWNER:128,
  DATA_LENGTH!, DATA_PRECISION, DATA_SCALE, NULLABLE:1, COLUMN_ID, DEFAULT_LENGTH, DATA_DEFAULT:long,
  DATA_DEFAULT_VC:4000@23, NUM_DISTINCT, LOW_VALUE:raw1000, HIGH_VALUE:raw1000, DENSITY, NUM_NULLS, NUM_BUCKETS,
  LAST_ANALYZED:date, SAMPLE_SIZE, CHARACTER_SET_NAME:44, CHAR_COL_DECL_LENGTH, GLOBAL_STATS:3, USER_STATS:3,
  AVG_COL_LEN, CHAR_LENGTH, CHAR_USED:1, V80_FMT_IMAGE:3, DATA_UPGRADED:3, HISTOGRAM:15, DEFAULT_ON_NULL:3,
  IDENTITY_COLUMN:3, SENSITIVE_COLUMN:3, EVALUATION_EDITION:128, UNUSABLE_BEFORE:128, UNUSABLE_BEGINNING:128,
  COLLATION:100`;

const STATISTICS_COLUMNS = `
  OWNER:128, TABLE_NAME:128, COLUMN_NAME:128, NUM_DISTINCT, LOW_VALUE:raw1000, HIGH_VALUE:raw1000, DENSITY,
  NUM_NULLS, NUM_BUCKETS, LAST_ANALYZED:date, SAMPLE_SIZE, GLOBAL_STATS:3, USER_STATS:3, NOTES:99, AVG_COL_LEN,
  HISTOGRAM:15, SCOPE:7`;

/**
 * *_TAB_COLS: every column, hidden and virtual ones among them. The SYS_NC columns that Oracle hides behind function-based indexes
 * are listed when the catalog keeps them among the columns of the table; their names in *_IND_COLUMNS exist in any case.
 */
export const TAB_COLS: Family = {
  base: 'TAB_COLS',
  columns: ALL_COLUMNS,
  forms: ['ALL', 'DBA', 'USER', 'CDB'],
  userLacks: ['OWNER'],
  only: { SENSITIVE_COLUMN: ['DBA', 'CDB'] },
  comment: 'Columns of tables, views and clusters',
  rows: (reader) => columnRows(reader, true),
};

/** *_TAB_COLUMNS: without the columns that the system generated. */
export const TAB_COLUMNS: Family = {
  base: 'TAB_COLUMNS',
  columns: SHOWN_COLUMNS,
  forms: ['ALL', 'DBA', 'USER', 'CDB'],
  userLacks: ['OWNER'],
  only: { SENSITIVE_COLUMN: ['DBA', 'CDB'] },
  synonyms: { USER: ['COLS'] },
  comment: 'Columns of tables, views and clusters, without system-generated hidden ones',
  rows: (reader) => columnRows(reader, false),
};

export const TAB_COL_STATISTICS: Family = {
  base: 'TAB_COL_STATISTICS',
  columns: STATISTICS_COLUMNS,
  forms: ['ALL', 'DBA', 'USER', 'CDB'],
  userLacks: ['OWNER'],
  comment: 'Column statistics and histogram information of tables',
  *rows(reader) {
    for (const table of reader.tables()) {
      for (const column of table.columns) {
        if (column.statistics === null || column.unused) continue;
        yield {
          OWNER: table.owner,
          TABLE_NAME: table.name,
          COLUMN_NAME: column.name,
          ...statisticsOf(table, column),
          SCOPE: 'SHARED',
        };
      }
    }
  },
};

function* columnRows(reader: Reader, system: boolean): Iterable<Row> {
  for (const object of reader.named('OWNER', 'TABLE_NAME')) {
    if (object.kind !== 'TABLE' && object.kind !== 'VIEW') continue;
    if (!reader.shows(object.owner, (sight) => sight.table(object.owner, object.name))) continue;
    yield* object.kind === 'TABLE' ? tableColumnRows(reader, object, system) : viewColumnRows(reader, object, system);
  }
  yield* dictionaryColumnRows(reader, system);
}

function* tableColumnRows(reader: Reader, table: Table, system: boolean): Iterable<Row> {
  for (const column of table.columns) {
    if (!system && (!column.userGenerated || column.unused)) continue;
    if (!reader.wants('COLUMN_NAME', column.name)) continue;
    const type = describeType(column.type, reader.context.persona.characterSet);
    yield {
      ...typeCells(table.owner, table.name, column.name, type),
      ...tableCells(table, column),
      ...systemCells(column, system),
    };
  }
}

function tableCells(table: Table, column: Column): Row {
  const text = defaultOf(table, column);
  return {
    NULLABLE: column.nullable ? 'Y' : 'N',
    COLUMN_ID: column.unused ? null : column.columnId,
    DEFAULT_LENGTH: text === null ? null : Buffer.byteLength(text),
    DATA_DEFAULT: text,
    DATA_DEFAULT_VC: text,
    DEFAULT_ON_NULL: yesNo(column.defaultOnNull),
    IDENTITY_COLUMN: yesNo(column.identity !== null),
    SENSITIVE_COLUMN: 'NO',
    ...statisticsOf(table, column),
  };
}

function systemCells(column: Column, system: boolean): Row {
  if (!system) return {};
  return {
    HIDDEN_COLUMN: yesNo(column.hidden || column.unused),
    VIRTUAL_COLUMN: yesNo(column.virtual),
    SEGMENT_COLUMN_ID: column.storedAt === null ? null : column.storedAt + 1,
    INTERNAL_COLUMN_ID: column.internalId,
    QUALIFIED_COL_NAME: column.name,
    USER_GENERATED: yesNo(column.userGenerated && !column.unused),
  };
}

/** Defaults are kept as written; expressions of virtual columns are printed; an identity column has its sequence, quoted. */
function defaultOf(table: Table, column: Column): string | null {
  if (column.identity !== null) return `"${table.owner}"."${column.identity.sequenceName}".nextval`;
  if (!column.virtual || column.defaultText === null) return column.defaultText;
  return canonicalExpression(column.defaultText, new Set(table.columns.map((other) => other.name)));
}

function statisticsOf(table: Table, column: Column): Row {
  const { statistics } = column;
  if (statistics === null || table.statistics === null)
    return { GLOBAL_STATS: 'NO', USER_STATS: 'NO', HISTOGRAM: 'NONE' };
  return {
    NUM_DISTINCT: statistics.numDistinct,
    NUM_NULLS: statistics.numNulls,
    NUM_BUCKETS: statistics.numDistinct === 0 ? 0 : 1,
    LAST_ANALYZED: dateOf(table.statistics.analyzedAtMs),
    SAMPLE_SIZE: table.statistics.numRows - statistics.numNulls,
    AVG_COL_LEN: statistics.avgColLen,
    GLOBAL_STATS: 'YES',
    USER_STATS: 'NO',
    HISTOGRAM: 'NONE',
  };
}

function* viewColumnRows(reader: Reader, view: View, system: boolean): Iterable<Row> {
  for (const [place, column] of view.columns.entries()) {
    if (!reader.wants('COLUMN_NAME', column.name)) continue;
    const type = describeType(column.type, reader.context.persona.characterSet);
    yield {
      ...typeCells(view.owner, view.name, column.name, type),
      ...viewCells(column.nullable, column.name, place, system),
    };
  }
}

function* dictionaryColumnRows(reader: Reader, system: boolean): Iterable<Row> {
  if (reader.form === 'USER' ? reader.user !== 'SYS' : !reader.wants('OWNER', 'SYS')) return;
  for (const view of reader.context.dictionary.views()) {
    if (!reader.wants('TABLE_NAME', view.name)) continue;
    if (!reader.shows('SYS', () => reader.seesDictionaryView(view))) continue;
    yield* dictionaryViewColumns(reader, view, system);
  }
}

function* dictionaryViewColumns(reader: Reader, view: DictionaryView, system: boolean): Iterable<Row> {
  for (const [place, column] of view.columns.entries()) {
    if (!reader.wants('COLUMN_NAME', column.name)) continue;
    const type = describeType(column.type, reader.context.persona.characterSet);
    yield {
      ...typeCells('SYS', view.name, column.name, type),
      ...viewCells(column.nullable, column.name, place, system),
    };
  }
}

function viewCells(nullable: boolean, name: string, place: number, system: boolean): Row {
  const cells: Row = {
    NULLABLE: nullable ? 'Y' : 'N',
    COLUMN_ID: place + 1,
    GLOBAL_STATS: 'NO',
    USER_STATS: 'NO',
    HISTOGRAM: 'NONE',
    DEFAULT_ON_NULL: 'NO',
    IDENTITY_COLUMN: 'NO',
    SENSITIVE_COLUMN: 'NO',
  };
  if (!system) return cells;
  return {
    ...cells,
    HIDDEN_COLUMN: 'NO',
    VIRTUAL_COLUMN: 'NO',
    SEGMENT_COLUMN_ID: place + 1,
    INTERNAL_COLUMN_ID: place + 1,
    QUALIFIED_COL_NAME: name,
    USER_GENERATED: 'YES',
  };
}

function typeCells(owner: string, table: string, column: string, type: TypeDescription): Row {
  return {
    OWNER: owner,
    TABLE_NAME: table,
    COLUMN_NAME: column,
    DATA_TYPE: type.name,
    DATA_TYPE_OWNER: type.owner,
    DATA_LENGTH: type.length,
    DATA_PRECISION: type.precision,
    DATA_SCALE: type.scale,
    CHARACTER_SET_NAME: type.characterSet,
    CHAR_COL_DECL_LENGTH: type.characterSet === null ? null : type.length,
    CHAR_LENGTH: type.charLength,
    CHAR_USED: type.charUsed,
    V80_FMT_IMAGE: 'NO',
    DATA_UPGRADED: 'YES',
    COLLATION: type.collated ? 'USING_NLS_COMP' : null,
  };
}
