import type { TargetLimits, TargetServer } from '../../model/target-object.ts';

/** Variables read once per connection; SHOW VARIABLES leaves out what a server does not know, where @@name would fail. */
export const probeVariables = [
  'version',
  'version_comment',
  'max_allowed_packet',
  'lower_case_table_names',
  'local_infile',
  'ob_compatibility_mode',
  'character_set_server',
  'collation_server',
  'innodb_page_size',
] as const;

export const probeStatement = `SHOW VARIABLES WHERE Variable_name IN (${probeVariables.map((name) => `'${name}'`).join(', ')})`;

export type ProbedVariables = ReadonlyMap<string, string>;

/** What the server at hand is, from its own variables. */
export function serverOf(variables: ProbedVariables): TargetServer {
  const banner = `${variables.get('version') ?? ''} ${variables.get('version_comment') ?? ''}`;
  const product = productOf(banner);
  const version = versionOf(product, banner);
  const atomic = product !== 'oceanbase';
  return {
    product,
    version,
    maxAllowedPacketBytes: Number(variables.get('max_allowed_packet') ?? '4194304'),
    lowerCaseTableNames: caseOf(variables.get('lower_case_table_names')),
    localInfile: (variables.get('local_infile') ?? 'OFF').toUpperCase() === 'ON',
    loadDataAtomic: atomic,
    limits: limitsOf(product, version),
  };
}

function productOf(banner: string): TargetServer['product'] {
  if (/oceanbase/i.test(banner)) return 'oceanbase';
  return /mariadb/i.test(banner) ? 'mariadb' : 'mysql';
}

/** OceanBase greets as `5.7.25 OceanBase 4.2.5.1`, MariaDB as `10.11.19-MariaDB`, sometimes behind `5.5.5-`. */
function versionOf(product: TargetServer['product'], banner: string): string {
  const pattern =
    product === 'oceanbase'
      ? /oceanbase[^\d]*v?(\d+(?:\.\d+)+)/i
      : product === 'mariadb'
        ? /(?:5\.5\.5-)?(\d+(?:\.\d+)+)-mariadb/i
        : /(\d+(?:\.\d+)+)/;
  return pattern.exec(banner)?.[1] ?? '0';
}

function caseOf(text: string | undefined): 0 | 1 | 2 {
  if (text === '1') return 1;
  return text === '2' ? 2 : 0;
}

/** Compares dotted versions number by number. */
export function versionAtLeast(version: string, wanted: string): boolean {
  const left = version.split('.').map(Number);
  const right = wanted.split('.').map(Number);
  for (let index = 0; index < right.length; index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

const mebibyte = 1024 * 1024;

/** OceanBase: documentation of 4.2.5 and ob_define.h; MySQL and MariaDB: reference manuals, InnoDB with 16 KB pages. */
function limitsOf(product: TargetServer['product'], version: string): TargetLimits {
  if (product === 'oceanbase') {
    const four = versionAtLeast(version, '4.0');
    return {
      tableNameCharacters: 64,
      columnNameCharacters: 128,
      columns: four ? 4_096 : 512,
      rowBytes: 1.5 * mebibyte,
      keyBytes: 16 * 1024,
      keyColumns: 64,
      indexes: 128,
      varcharCharacters: 262_144,
      largeObjectBytes: four ? 512 * mebibyte - 2 : 48 * mebibyte,
      partitions: 8_192,
    };
  }
  return {
    tableNameCharacters: 64,
    columnNameCharacters: 64,
    columns: 1_017,
    rowBytes: 65_535,
    // MySQL 5.6 allows 767 bytes unless innodb_large_prefix is set.
    keyBytes: product === 'mysql' && !versionAtLeast(version, '5.7') ? 767 : 3_072,
    keyColumns: product === 'mariadb' ? 32 : 16,
    indexes: 64,
    varcharCharacters: 16_383,
    largeObjectBytes: 4_294_967_295,
    partitions: product === 'mysql' && !versionAtLeast(version, '5.6.7') ? 1_024 : 8_192,
  };
}

export type SessionPurpose = 'load' | 'read' | 'definition';

/** Without NO_BACKSLASH_ESCAPES, which would change the lines LOAD DATA reads; literals do not depend on it. */
export const sessionSqlMode = 'STRICT_ALL_TABLES,NO_ZERO_IN_DATE';

const hour = 3_600;
const idleSeconds = 60;
/** How long a statement waits for a row lock before the server answers 1205, which is retried. */
const lockWaitSeconds = 10;

/**
 * Session settings, in order. Idle transactions end within 60 s (R1) and locks are waited for 10 s; statements may take
 * hours. A reader whose consumer is slow must not be cut off by net_write_timeout.
 */
export function sessionStatements(server: TargetServer, purpose: SessionPurpose): readonly string[] {
  const statements = [
    `SET NAMES utf8mb4 COLLATE utf8mb4_bin`,
    `SET SESSION sql_mode = '${sessionSqlMode}'`,
    `SET SESSION time_zone = '+00:00'`,
    `SET SESSION foreign_key_checks = ${purpose === 'definition' ? 1 : 0}`,
    'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
    'SET SESSION autocommit = 1',
  ];
  if (server.product === 'oceanbase')
    return [...statements, ...oceanbaseStatements(), lockWaitStatement(server, lockWaitSeconds)];
  // An idle session without a transaction harms nobody; where a transaction has no timeout of its own, this one serves.
  const hasIdleTimeout = server.product === 'mariadb' && versionAtLeast(server.version, '10.3');
  const wait = purpose === 'load' && !hasIdleTimeout ? idleSeconds : hour;
  statements.push(
    lockWaitStatement(server, lockWaitSeconds),
    `SET SESSION lock_wait_timeout = ${purpose === 'definition' ? 300 : idleSeconds}`,
    `SET SESSION net_read_timeout = ${idleSeconds}`,
    `SET SESSION net_write_timeout = ${purpose === 'read' ? hour : idleSeconds}`,
    `SET SESSION wait_timeout = ${wait}`,
  );
  if (hasIdleTimeout) statements.push(`SET SESSION idle_transaction_timeout = ${idleSeconds}`);
  return statements;
}

function lockWaitStatement(server: TargetServer, seconds: number): string {
  return server.product === 'oceanbase'
    ? `SET SESSION ob_trx_lock_timeout = ${seconds * 1_000_000}`
    : `SET SESSION innodb_lock_wait_timeout = ${seconds}`;
}

/** Microseconds. The defaults are 10 s for a statement, and 100 s for a transaction before version 4.0. */
function oceanbaseStatements(): readonly string[] {
  const microseconds = 1_000_000;
  return [
    `SET SESSION ob_query_timeout = ${12 * hour * microseconds}`,
    `SET SESSION ob_trx_timeout = ${12 * hour * microseconds}`,
    `SET SESSION ob_trx_idle_timeout = ${idleSeconds * microseconds}`,
  ];
}
