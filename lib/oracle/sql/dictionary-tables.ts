/**
 * What tables look like: one statement per kind of fact for up to a thousand tables of one schema, so that a description
 * of 500 tables costs a dozen round trips. Columns and their order are part of each statement's description.
 */
import { Placeholders, type Statement } from './statement.ts';

function forTables(
  schema: string,
  tables: readonly string[],
  text: (owner: string, names: string) => string,
): Statement {
  const placeholders = new Placeholders();
  const owner = placeholders.bind(schema);
  return placeholders.statement(text(owner, placeholders.list(tables)));
}

/** TABLE_NAME, TEMPORARY, IOT_TYPE, CLUSTER_NAME, NESTED, PARTITIONED, NUM_ROWS, AVG_ROW_LEN. */
export function tableRows(schema: string, tables: readonly string[]): Statement {
  return forTables(
    schema,
    tables,
    (owner, names) =>
      `SELECT t.TABLE_NAME, t.TEMPORARY, t.IOT_TYPE, t.CLUSTER_NAME, t.NESTED, t.PARTITIONED, t.NUM_ROWS, t.AVG_ROW_LEN FROM ALL_TABLES t WHERE t.OWNER = ${owner} AND t.TABLE_NAME IN (${names}) ORDER BY t.TABLE_NAME`,
  );
}

/**
 * TABLE_NAME, COLUMN_NAME, DATA_TYPE, DATA_TYPE_OWNER, DATA_LENGTH, DATA_PRECISION, DATA_SCALE, NULLABLE, CHAR_LENGTH,
 * CHAR_USED, VIRTUAL_COLUMN, HIDDEN_COLUMN, IDENTITY_COLUMN, DATA_DEFAULT; in column order. DATA_DEFAULT is a LONG and
 * stands last.
 */
export function columnRows(schema: string, tables: readonly string[]): Statement {
  return forTables(
    schema,
    tables,
    (owner, names) =>
      `SELECT c.TABLE_NAME, c.COLUMN_NAME, c.DATA_TYPE, c.DATA_TYPE_OWNER, c.DATA_LENGTH, c.DATA_PRECISION, c.DATA_SCALE, c.NULLABLE, c.CHAR_LENGTH, c.CHAR_USED, c.VIRTUAL_COLUMN, c.HIDDEN_COLUMN, c.IDENTITY_COLUMN, c.DATA_DEFAULT FROM ALL_TAB_COLS c WHERE c.OWNER = ${owner} AND c.TABLE_NAME IN (${names}) ORDER BY c.TABLE_NAME, c.INTERNAL_COLUMN_ID`,
  );
}

/** TABLE_NAME, COLUMN_NAME, GENERATION_TYPE of identity columns. */
export function identityRows(schema: string, tables: readonly string[]): Statement {
  return forTables(
    schema,
    tables,
    (owner, names) =>
      `SELECT i.TABLE_NAME, i.COLUMN_NAME, i.GENERATION_TYPE FROM ALL_TAB_IDENTITY_COLS i WHERE i.OWNER = ${owner} AND i.TABLE_NAME IN (${names})`,
  );
}

/**
 * TABLE_NAME, CONSTRAINT_NAME, CONSTRAINT_TYPE, STATUS, GENERATED, DELETE_RULE, R_OWNER, R_CONSTRAINT_NAME,
 * SEARCH_CONDITION of primary, unique, foreign keys and checks.
 */
export function constraintRows(schema: string, tables: readonly string[]): Statement {
  return forTables(
    schema,
    tables,
    (owner, names) =>
      `SELECT c.TABLE_NAME, c.CONSTRAINT_NAME, c.CONSTRAINT_TYPE, c.STATUS, c.GENERATED, c.DELETE_RULE, c.R_OWNER, c.R_CONSTRAINT_NAME, c.SEARCH_CONDITION FROM ALL_CONSTRAINTS c WHERE c.OWNER = ${owner} AND c.TABLE_NAME IN (${names}) AND c.CONSTRAINT_TYPE IN ('P', 'U', 'R', 'C') ORDER BY c.TABLE_NAME, c.CONSTRAINT_NAME`,
  );
}

/** TABLE_NAME, CONSTRAINT_NAME, COLUMN_NAME in key order. Checks have no position. */
export function constraintColumnRows(schema: string, tables: readonly string[]): Statement {
  return forTables(
    schema,
    tables,
    (owner, names) =>
      `SELECT k.TABLE_NAME, k.CONSTRAINT_NAME, k.COLUMN_NAME FROM ALL_CONS_COLUMNS k WHERE k.OWNER = ${owner} AND k.TABLE_NAME IN (${names}) ORDER BY k.TABLE_NAME, k.CONSTRAINT_NAME, k.POSITION`,
  );
}

/** TABLE_NAME, CONSTRAINT_NAME, referenced owner, table and column, in key order, of foreign keys. */
export function referencedRows(schema: string, tables: readonly string[]): Statement {
  return forTables(
    schema,
    tables,
    (owner, names) =>
      `SELECT c.TABLE_NAME, c.CONSTRAINT_NAME, k.OWNER, k.TABLE_NAME, k.COLUMN_NAME FROM ALL_CONSTRAINTS c JOIN ALL_CONS_COLUMNS k ON k.OWNER = c.R_OWNER AND k.CONSTRAINT_NAME = c.R_CONSTRAINT_NAME WHERE c.OWNER = ${owner} AND c.TABLE_NAME IN (${names}) AND c.CONSTRAINT_TYPE = 'R' ORDER BY c.TABLE_NAME, c.CONSTRAINT_NAME, k.POSITION`,
  );
}

/** TABLE_NAME, INDEX_NAME, UNIQUENESS, INDEX_TYPE, INDEX OWNER. Indexes of LOB segments and of index-organized storage are left out. */
export function indexRows(schema: string, tables: readonly string[]): Statement {
  return forTables(
    schema,
    tables,
    (owner, names) =>
      `SELECT i.TABLE_NAME, i.INDEX_NAME, i.UNIQUENESS, i.INDEX_TYPE, i.OWNER FROM ALL_INDEXES i WHERE i.TABLE_OWNER = ${owner} AND i.TABLE_NAME IN (${names}) AND i.INDEX_TYPE <> 'LOB' ORDER BY i.TABLE_NAME, i.INDEX_NAME`,
  );
}

/** TABLE_NAME, INDEX_NAME, COLUMN_POSITION, COLUMN_NAME, DESCEND in index order. */
export function indexColumnRows(schema: string, tables: readonly string[]): Statement {
  return forTables(
    schema,
    tables,
    (owner, names) =>
      `SELECT k.TABLE_NAME, k.INDEX_NAME, k.COLUMN_POSITION, k.COLUMN_NAME, k.DESCEND FROM ALL_IND_COLUMNS k WHERE k.TABLE_OWNER = ${owner} AND k.TABLE_NAME IN (${names}) ORDER BY k.TABLE_NAME, k.INDEX_NAME, k.COLUMN_POSITION`,
  );
}

/** TABLE_NAME, INDEX_NAME, COLUMN_POSITION, COLUMN_EXPRESSION (a LONG) of function-based and descending parts. */
export function indexExpressionRows(schema: string, tables: readonly string[]): Statement {
  return forTables(
    schema,
    tables,
    (owner, names) =>
      `SELECT x.TABLE_NAME, x.INDEX_NAME, x.COLUMN_POSITION, x.COLUMN_EXPRESSION FROM ALL_IND_EXPRESSIONS x WHERE x.TABLE_OWNER = ${owner} AND x.TABLE_NAME IN (${names})`,
  );
}

/** TABLE_NAME, COMMENTS. */
export function tableCommentRows(schema: string, tables: readonly string[]): Statement {
  return forTables(
    schema,
    tables,
    (owner, names) =>
      `SELECT m.TABLE_NAME, m.COMMENTS FROM ALL_TAB_COMMENTS m WHERE m.OWNER = ${owner} AND m.TABLE_NAME IN (${names}) AND m.COMMENTS IS NOT NULL`,
  );
}

/** TABLE_NAME, COLUMN_NAME, COMMENTS. */
export function columnCommentRows(schema: string, tables: readonly string[]): Statement {
  return forTables(
    schema,
    tables,
    (owner, names) =>
      `SELECT m.TABLE_NAME, m.COLUMN_NAME, m.COMMENTS FROM ALL_COL_COMMENTS m WHERE m.OWNER = ${owner} AND m.TABLE_NAME IN (${names}) AND m.COMMENTS IS NOT NULL`,
  );
}

/** TABLE_NAME, PARTITIONING_TYPE, SUBPARTITIONING_TYPE, INTERVAL. */
export function partitionedTableRows(schema: string, tables: readonly string[]): Statement {
  return forTables(
    schema,
    tables,
    (owner, names) =>
      `SELECT p.TABLE_NAME, p.PARTITIONING_TYPE, p.SUBPARTITIONING_TYPE, p.INTERVAL FROM ALL_PART_TABLES p WHERE p.OWNER = ${owner} AND p.TABLE_NAME IN (${names})`,
  );
}

/** NAME, COLUMN_NAME in key order; `level` says whether of partitions or of subpartitions. */
export function partitionKeyRows(
  schema: string,
  tables: readonly string[],
  level: 'partition' | 'subpartition',
): Statement {
  const view = level === 'partition' ? 'ALL_PART_KEY_COLUMNS' : 'ALL_SUBPART_KEY_COLUMNS';
  return forTables(
    schema,
    tables,
    (owner, names) =>
      `SELECT k.NAME, k.COLUMN_NAME FROM ${view} k WHERE k.OWNER = ${owner} AND k.NAME IN (${names}) AND k.OBJECT_TYPE = 'TABLE' ORDER BY k.NAME, k.COLUMN_POSITION`,
  );
}

/** TABLE_NAME, PARTITION_NAME, HIGH_VALUE (a LONG) in partition order. */
export function partitionRows(schema: string, tables: readonly string[]): Statement {
  return forTables(
    schema,
    tables,
    (owner, names) =>
      `SELECT p.TABLE_NAME, p.PARTITION_NAME, p.HIGH_VALUE FROM ALL_TAB_PARTITIONS p WHERE p.TABLE_OWNER = ${owner} AND p.TABLE_NAME IN (${names}) ORDER BY p.TABLE_NAME, p.PARTITION_POSITION`,
  );
}

/** TABLE_NAME, PARTITION_NAME, SUBPARTITION_NAME, HIGH_VALUE (a LONG) in order. */
export function subpartitionRows(schema: string, tables: readonly string[]): Statement {
  return forTables(
    schema,
    tables,
    (owner, names) =>
      `SELECT p.TABLE_NAME, p.PARTITION_NAME, p.SUBPARTITION_NAME, p.HIGH_VALUE FROM ALL_TAB_SUBPARTITIONS p WHERE p.TABLE_OWNER = ${owner} AND p.TABLE_NAME IN (${names}) ORDER BY p.TABLE_NAME, p.PARTITION_NAME, p.SUBPARTITION_POSITION`,
  );
}

/** VIEW_NAME, TEXT (a LONG). */
export function viewRows(schema: string, views: readonly string[]): Statement {
  return forTables(
    schema,
    views,
    (owner, names) =>
      `SELECT v.VIEW_NAME, v.TEXT FROM ALL_VIEWS v WHERE v.OWNER = ${owner} AND v.VIEW_NAME IN (${names}) ORDER BY v.VIEW_NAME`,
  );
}

/** TABLE_NAME, COLUMN_NAME of views, in column order. */
export function viewColumnRows(schema: string, views: readonly string[]): Statement {
  return forTables(
    schema,
    views,
    (owner, names) =>
      `SELECT c.TABLE_NAME, c.COLUMN_NAME FROM ALL_TAB_COLUMNS c WHERE c.OWNER = ${owner} AND c.TABLE_NAME IN (${names}) ORDER BY c.TABLE_NAME, c.COLUMN_ID`,
  );
}

/** NAME, REFERENCED_OWNER, REFERENCED_NAME of tables and views that views select from. */
export function viewDependencyRows(schema: string, views: readonly string[]): Statement {
  return forTables(
    schema,
    views,
    (owner, names) =>
      `SELECT d.NAME, d.REFERENCED_OWNER, d.REFERENCED_NAME FROM ALL_DEPENDENCIES d WHERE d.OWNER = ${owner} AND d.NAME IN (${names}) AND d.TYPE = 'VIEW' AND d.REFERENCED_TYPE IN ('TABLE', 'VIEW')`,
  );
}
