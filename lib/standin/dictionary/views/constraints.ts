import type { Constraint } from '../../sql/catalog/constraint.ts';
import type { Row } from '../cell.ts';
import { dateOf } from '../cell.ts';
import type { Family, Reader } from '../family.ts';

const COLUMNS = `
  OWNER:128, CONSTRAINT_NAME:128!, CONSTRAINT_TYPE:1, TABLE_NAME:128!, SEARCH_CONDITION:long,
  SEARCH_CONDITION_VC:4000, R_OWNER:128, R_CONSTRAINT_NAME:128, DOMAIN_OWNER:128@23, DOMAIN_NAME:128@23,
  DOMAIN_CONSTRAINT_NAME:128@23, DELETE_RULE:9, STATUS:8, DEFERRABLE:14, DEFERRED:9, VALIDATED:13, GENERATED:14,
  BAD:3, RELY:4, PRECHECK:10@23, LAST_CHANGE:date, INDEX_OWNER:128, INDEX_NAME:128, INVALID:7, VIEW_RELATED:14,
  ORIGIN_CON_ID`;

const KEY_COLUMNS = `
  OWNER:128!, CONSTRAINT_NAME:128!, TABLE_NAME:128!, COLUMN_NAME:4000, POSITION, DOMAIN_OWNER:128@23,
  DOMAIN_NAME:128@23`;

/** *_CONSTRAINTS. The USER_ form has OWNER too: a foreign owner's constraint cannot be there, but the column is documented. */
export const CONSTRAINTS: Family = {
  base: 'CONSTRAINTS',
  columns: COLUMNS,
  forms: ['ALL', 'DBA', 'USER', 'CDB'],
  userLacks: [],
  comment: 'Constraint definitions on tables and views',
  *rows(reader) {
    for (const constraint of constraintsOf(reader)) yield constraintRow(constraint, reader);
  },
};

export const CONS_COLUMNS: Family = {
  base: 'CONS_COLUMNS',
  columns: KEY_COLUMNS,
  forms: ['ALL', 'DBA', 'USER', 'CDB'],
  userLacks: [],
  comment: 'Columns in constraint definitions',
  *rows(reader) {
    for (const constraint of constraintsOf(reader)) {
      for (const [place, column] of constraint.columns.entries()) {
        yield {
          OWNER: constraint.owner,
          CONSTRAINT_NAME: constraint.name,
          TABLE_NAME: constraint.table,
          COLUMN_NAME: column,
          POSITION: constraint.type === 'C' ? null : place + 1,
        };
      }
    }
  },
};

/** Constraints of tables. Those of views (types V and O: WITH CHECK OPTION, WITH READ ONLY) have no name in the catalog and are not listed. */
function* constraintsOf(reader: Reader): Iterable<Constraint> {
  for (const table of reader.tables()) {
    for (const constraint of table.constraints) {
      if (reader.wants('CONSTRAINT_NAME', constraint.name)) yield constraint;
    }
  }
}

function constraintRow(constraint: Constraint, reader: Reader): Row {
  const key = constraint.type === 'P' || constraint.type === 'U';
  return {
    OWNER: constraint.owner,
    CONSTRAINT_NAME: constraint.name,
    CONSTRAINT_TYPE: constraint.type,
    TABLE_NAME: constraint.table,
    SEARCH_CONDITION: constraint.condition,
    SEARCH_CONDITION_VC: constraint.condition?.slice(0, 4000),
    R_OWNER: constraint.references?.owner,
    R_CONSTRAINT_NAME: constraint.references?.constraint,
    DELETE_RULE: constraint.type === 'R' ? (constraint.deleteRule ?? 'NO ACTION') : null,
    STATUS: constraint.enabled ? 'ENABLED' : 'DISABLED',
    DEFERRABLE: constraint.deferrable ? 'DEFERRABLE' : 'NOT DEFERRABLE',
    DEFERRED: constraint.initiallyDeferred ? 'DEFERRED' : 'IMMEDIATE',
    VALIDATED: constraint.validated ? 'VALIDATED' : 'NOT VALIDATED',
    GENERATED: constraint.generatedName ? 'GENERATED NAME' : 'USER NAME',
    RELY: constraint.rely ? 'RELY' : null,
    LAST_CHANGE: dateOf(constraint.lastChangeAtMs),
    INDEX_OWNER: key && constraint.indexName !== null ? constraint.owner : null,
    INDEX_NAME: key ? constraint.indexName : null,
    ORIGIN_CON_ID: reader.context.persona.container.conId,
  };
}
