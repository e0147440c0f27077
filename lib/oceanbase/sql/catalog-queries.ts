import type { TableName } from '../../model/source-table.ts';
import { quoteIdentifier, quoteTable } from './identifier.ts';
import { integerLiteral, textLiteral } from './literal.ts';

/**
 * Questions to information_schema. Its comparisons fold case on some products, so the names come back with the answer and
 * the caller compares them by the server's own rule.
 */
export function tablesNamed(name: TableName): string {
  return (
    `SELECT TABLE_SCHEMA, TABLE_NAME FROM information_schema.TABLES` +
    ` WHERE TABLE_SCHEMA = ${textLiteral(name.schema)} AND TABLE_NAME = ${textLiteral(name.table)}`
  );
}

export function indexesOf(table: TableName): string {
  return (
    `SELECT DISTINCT TABLE_SCHEMA, TABLE_NAME, INDEX_NAME FROM information_schema.STATISTICS` +
    ` WHERE TABLE_SCHEMA = ${textLiteral(table.schema)} AND TABLE_NAME = ${textLiteral(table.table)}`
  );
}

export function foreignKeysOf(table: TableName): string {
  return (
    `SELECT TABLE_SCHEMA, TABLE_NAME, CONSTRAINT_NAME FROM information_schema.TABLE_CONSTRAINTS` +
    ` WHERE CONSTRAINT_TYPE = 'FOREIGN KEY' AND TABLE_SCHEMA = ${textLiteral(table.schema)}` +
    ` AND TABLE_NAME = ${textLiteral(table.table)}`
  );
}

export function columnsOf(table: TableName): string {
  return (
    `SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME FROM information_schema.COLUMNS` +
    ` WHERE TABLE_SCHEMA = ${textLiteral(table.schema)} AND TABLE_NAME = ${textLiteral(table.table)}` +
    ' ORDER BY ORDINAL_POSITION'
  );
}

export function databaseNamed(name: string): string {
  return (
    'SELECT SCHEMA_NAME, DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA' +
    ` WHERE SCHEMA_NAME = ${textLiteral(name)}`
  );
}

export function createDatabase(name: string): string {
  return `CREATE DATABASE ${quoteIdentifier(name)} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`;
}

export function anyRow(table: TableName): string {
  return `SELECT 1 FROM ${quoteTable(table)} LIMIT 1`;
}

export function truncate(table: TableName): string {
  return `TRUNCATE TABLE ${quoteTable(table)}`;
}

export function deleteSome(table: TableName, rows: number): string {
  return `DELETE FROM ${quoteTable(table)} LIMIT ${integerLiteral(rows)}`;
}

export const showGrants = 'SHOW GRANTS';
/** Seconds since 1970 by the server's clock. */
export const serverClock = 'SELECT UNIX_TIMESTAMP()';

/** A table for finding out what the target user may do in a database: made, written, read, altered and dropped. */
export const probeTable = 'seaward_precheck';

export interface PrivilegeProbe {
  readonly privilege: string;
  readonly statement: string;
}

export function privilegeProbes(database: string): readonly PrivilegeProbe[] {
  const table = quoteTable({ schema: database, table: probeTable });
  return [
    { privilege: 'DROP', statement: `DROP TABLE IF EXISTS ${table}` },
    { privilege: 'CREATE', statement: `CREATE TABLE ${table} (\`id\` BIGINT NOT NULL, PRIMARY KEY (\`id\`))` },
    { privilege: 'INSERT', statement: `INSERT INTO ${table} (\`id\`) VALUES (1)` },
    { privilege: 'UPDATE', statement: `UPDATE ${table} SET \`id\` = 2 WHERE \`id\` = 1` },
    { privilege: 'DELETE', statement: `DELETE FROM ${table} WHERE \`id\` = 2` },
    { privilege: 'INDEX', statement: `CREATE INDEX \`probe\` ON ${table} (\`id\`)` },
    { privilege: 'ALTER', statement: `ALTER TABLE ${table} ADD COLUMN \`probe\` BIGINT NULL` },
    { privilege: 'DROP', statement: `DROP TABLE ${table}` },
  ];
}
