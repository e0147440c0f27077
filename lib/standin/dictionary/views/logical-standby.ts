import type { Column, Table } from '../../sql/catalog/table.ts';
import { describeType } from '../type-description.ts';
import type { DictionaryContext, ViewDefinition } from '../view.ts';

const SUPPORT_COLUMNS = `
  OWNER:128, OBJECT_NAME:128, SUPPORT_MODE:6`;

const COLUMNS = `
  OWNER:128, TABLE_NAME:128, COLUMN_NAME:128, ATTRIBUTES:39, DATA_TYPE:32`;

/** Column types SQL Apply does not support ("Data Guard Concepts and Administration", datatype considerations). */
const UNSUPPORTED = new Set<Column['type']['kind']>(['bfile', 'rowid', 'urowid', 'object']);

export const LOGICAL_STANDBY_VIEWS: readonly ViewDefinition[] = [
  {
    name: 'DBA_LOGSTDBY_UNSUPPORTED',
    audience: 'catalog',
    columns: COLUMNS,
    comment: 'Tables and columns that SQL Apply does not support',
    *rows(context) {
      for (const table of context.catalog.tables()) {
        if (isSystemSchema(table, context) || table.temporary !== 'no') continue;
        for (const column of table.columns) {
          if (!UNSUPPORTED.has(column.type.kind)) continue;
          yield {
            OWNER: table.owner,
            TABLE_NAME: table.name,
            COLUMN_NAME: column.name,
            DATA_TYPE: describeType(column.type, context.persona.characterSet).name,
          };
        }
      }
    },
  },
  {
    name: 'DBA_GOLDENGATE_SUPPORT_MODE',
    audience: 'catalog',
    columns: SUPPORT_COLUMNS,
    comment: 'How capture supports the tables of the database',
    *rows(context) {
      for (const table of context.catalog.tables()) {
        if (isSystemSchema(table, context) || table.temporary !== 'no') continue;
        const full = table.columns.every((column) => !UNSUPPORTED.has(column.type.kind));
        yield { OWNER: table.owner, OBJECT_NAME: table.name, SUPPORT_MODE: full ? 'FULL' : 'ID KEY' };
      }
    },
  },
];

function isSystemSchema(table: Table, context: DictionaryContext): boolean {
  return context.catalog.users.get(table.owner)?.oracleMaintained === true;
}
