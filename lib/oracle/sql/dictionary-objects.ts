/**
 * What there is: objects of schemas, data objects and extents. ALL_ views show what the user may see; extents are only in
 * DBA_EXTENTS. Every list is one statement per thousand names, whatever the number of tables.
 */
import { Placeholders, type Statement } from './statement.ts';

/**
 * OWNER, OBJECT_NAME, KIND (`TABLE` or `VIEW`), VARIETY of tables and views. A materialized view is listed once: its
 * container table has the variety `materialized`.
 */
export function listObjects(schemas: readonly string[]): Statement {
  const placeholders = new Placeholders();
  const tables = `SELECT t.OWNER AS "OWNER", t.TABLE_NAME AS "NAME", 'TABLE' AS "KIND", CASE WHEN t.TEMPORARY = 'Y' THEN 'temporary' WHEN t.NESTED = 'YES' THEN 'nested' WHEN t.SECONDARY = 'Y' OR t.IOT_TYPE IN ('IOT_OVERFLOW', 'IOT_MAPPING') THEN 'other' ELSE 'ordinary' END AS "VARIETY" FROM ALL_TABLES t WHERE t.DROPPED = 'NO' AND t.OWNER IN (${placeholders.list(schemas)})`;
  const views = `SELECT v.OWNER, v.VIEW_NAME, 'VIEW', 'ordinary' FROM ALL_VIEWS v WHERE v.OWNER IN (${placeholders.list(schemas)})`;
  return placeholders.statement(`${tables} UNION ALL ${views} ORDER BY 1, 2`);
}

/** OWNER, NAME of materialized views, external tables and queue tables, with their variety. */
export function specialTables(schemas: readonly string[]): Statement {
  const placeholders = new Placeholders();
  const materialized = `SELECT m.OWNER AS "OWNER", m.MVIEW_NAME AS "NAME", 'materialized' AS "VARIETY" FROM ALL_MVIEWS m WHERE m.OWNER IN (${placeholders.list(schemas)})`;
  const external = `SELECT e.OWNER, e.TABLE_NAME, 'external' FROM ALL_EXTERNAL_TABLES e WHERE e.OWNER IN (${placeholders.list(schemas)})`;
  const queues = `SELECT q.OWNER, q.QUEUE_TABLE, 'queue' FROM ALL_QUEUE_TABLES q WHERE q.OWNER IN (${placeholders.list(schemas)})`;
  const logs = `SELECT l.LOG_OWNER, l.LOG_TABLE, 'other' FROM ALL_MVIEW_LOGS l WHERE l.LOG_OWNER IN (${placeholders.list(schemas)})`;
  return placeholders.statement(`${materialized} UNION ALL ${external} UNION ALL ${queues} UNION ALL ${logs}`);
}

/** NAME, SUBOBJECT_NAME, OBJECT_TYPE, OBJECT_ID, DATA_OBJECT_ID of tables and their pieces; pieces without storage are left out. */
export function dataObjects(schema: string, tables: readonly string[]): Statement {
  const placeholders = new Placeholders();
  return placeholders.statement(
    `SELECT o.OBJECT_NAME, o.SUBOBJECT_NAME, o.OBJECT_TYPE, o.OBJECT_ID, o.DATA_OBJECT_ID FROM ALL_OBJECTS o WHERE o.OWNER = ${placeholders.bind(schema)} AND o.OBJECT_NAME IN (${placeholders.list(tables)}) AND o.OBJECT_TYPE IN ('TABLE', 'TABLE PARTITION', 'TABLE SUBPARTITION')`,
  );
}

/** SEGMENT_NAME, PARTITION_NAME, RELATIVE_FNO, BLOCK_ID, BLOCKS of table segments. */
export function tableExtents(schema: string, tables: readonly string[]): Statement {
  const placeholders = new Placeholders();
  return placeholders.statement(
    `SELECT e.SEGMENT_NAME, e.PARTITION_NAME, e.RELATIVE_FNO, e.BLOCK_ID, e.BLOCKS FROM DBA_EXTENTS e WHERE e.OWNER = ${placeholders.bind(schema)} AND e.SEGMENT_NAME IN (${placeholders.list(tables)}) AND e.SEGMENT_TYPE IN ('TABLE', 'TABLE PARTITION', 'TABLE SUBPARTITION')`,
  );
}
