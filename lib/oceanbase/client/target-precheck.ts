import { Fault } from '../../model/fault.ts';
import type { PrecheckItem } from '../../model/precheck-item.ts';
import { limits } from '../../model/limits.ts';
import { createDatabase, databaseNamed, privilegeProbes, serverClock } from '../sql/catalog-queries.ts';
import { createProgress, progressDatabase } from '../sql/progress-statements.ts';
import { versionAtLeast } from '../sql/server-probe.ts';
import { quoteIdentifier } from '../sql/identifier.ts';
import { type TargetAddress, TargetConnection } from './connection.ts';
import { TargetFault } from './target-faults.ts';

/** The target's part of the precheck. Every item stands, whatever the others say; without a connection there is one. */
export async function targetPrecheck(
  address: TargetAddress,
  databases: readonly string[],
  signal: AbortSignal,
): Promise<readonly PrecheckItem[]> {
  let connection: TargetConnection;
  try {
    connection = await TargetConnection.open(address, 'definition', signal);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return [failed('target.connect', error.record.cause, error.record.remedy, false)];
  }
  try {
    return [
      passed('target.connect'),
      productItem(connection),
      modeItem(connection),
      ...(await databaseItems(connection, databases, signal)),
      ...(await privilegeItems(connection, databases, signal)),
      await progressItem(connection, signal),
      localInfileItem(connection),
      packetItem(connection),
      letterCaseItem(connection),
      await clockItem(connection, signal),
    ];
  } finally {
    await connection[Symbol.asyncDispose]();
  }
}

function passed(id: string): PrecheckItem {
  return { id, side: 'target', status: 'passed', skippable: false, cause: null, remedy: null };
}

function failed(id: string, cause: string, remedy: string | null, skippable: boolean): PrecheckItem {
  return { id, side: 'target', status: 'failed', skippable, cause, remedy };
}

/** Versions the statements of this product were written for. */
const oldest = { oceanbase: '2.2', mysql: '5.6', mariadb: '10.3' } as const;

function productItem({ server }: TargetConnection): PrecheckItem {
  const { product, version } = server;
  if (versionAtLeast(version, oldest[product])) return passed('target.product');
  const cause = `the target is ${product} ${version}; the oldest that is known is ${oldest[product]}`;
  return failed('target.product', cause, 'Use a newer version of the target.', true);
}

function modeItem({ variables, server }: TargetConnection): PrecheckItem {
  const mode = variables.get('ob_compatibility_mode') ?? 'MYSQL';
  if (server.product !== 'oceanbase' || mode.toUpperCase() === 'MYSQL') return passed('target.mode');
  return failed('target.mode', `the tenant is in ${mode} mode`, 'Use a tenant in MySQL mode.', false);
}

async function databaseItems(
  connection: TargetConnection,
  databases: readonly string[],
  signal: AbortSignal,
): Promise<readonly PrecheckItem[]> {
  const items: PrecheckItem[] = [];
  for (const database of databases) {
    const id = `target.database.exists:${database}`;
    const rows = await connection.rows(databaseNamed(database), signal);
    const row = rows.find((found) => sameName(connection, found[0]?.toString('utf8') ?? '', database));
    if (row === undefined) {
      items.push(failed(id, `there is no database ${database}`, `${createDatabase(database)};`, false));
      continue;
    }
    items.push(passed(id), collationItem(database, row[2]?.toString('utf8') ?? ''));
  }
  return items;
}

function sameName({ server }: TargetConnection, found: string, wanted: string): boolean {
  return server.lowerCaseTableNames === 0 ? found === wanted : found.toLowerCase() === wanted.toLowerCase();
}

/** Our own tables name their collation; the database's default serves whatever the operator adds by hand. */
function collationItem(database: string, collation: string): PrecheckItem {
  const id = `target.database.collation:${database}`;
  if (collation === 'utf8mb4_bin') return passed(id);
  const remedy = `ALTER DATABASE ${quoteIdentifier(database)} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;`;
  return failed(id, `the default collation of ${database} is ${collation}, which is not utf8mb4_bin`, remedy, true);
}

async function privilegeItems(
  connection: TargetConnection,
  databases: readonly string[],
  signal: AbortSignal,
): Promise<readonly PrecheckItem[]> {
  const items: PrecheckItem[] = [];
  for (const database of databases) {
    const id = `target.privilege:${database}`;
    const refusal = await firstRefusal(connection, database, signal);
    items.push(refusal ?? passed(id));
  }
  return items;
}

/** Privileges are tried rather than read: roles and wildcard grants cannot be told from SHOW GRANTS alike everywhere. */
async function firstRefusal(
  connection: TargetConnection,
  database: string,
  signal: AbortSignal,
): Promise<PrecheckItem | null> {
  const id = `target.privilege:${database}`;
  for (const { privilege, statement } of privilegeProbes(database)) {
    try {
      await connection.run(statement, signal);
    } catch (error) {
      if (!(error instanceof TargetFault) || error.recovery === 'lost') throw error;
      if (error.code === 'TARGET_DATABASE_MISSING') return { ...passed(id), status: 'skipped' };
      const remedy = `GRANT ALL PRIVILEGES ON ${quoteIdentifier(database)}.* TO the target user;`;
      return failed(
        id,
        `the target user may not ${privilege} in ${database}: ${error.record.vendor ?? ''}`,
        remedy,
        false,
      );
    }
  }
  return null;
}

async function progressItem(connection: TargetConnection, signal: AbortSignal): Promise<PrecheckItem> {
  const id = `target.progress`;
  try {
    for (const statement of createProgress) await connection.run(statement, signal);
    return passed(id);
  } catch (error) {
    if (!(error instanceof TargetFault) || error.recovery === 'lost') throw error;
    const remedy = `GRANT ALL PRIVILEGES ON ${quoteIdentifier(progressDatabase)}.* TO the target user;`;
    const cause = `database ${progressDatabase}, which keeps progress beside the rows, cannot be made`;
    return failed(id, `${cause}: ${error.record.vendor ?? ''}`, remedy, false);
  }
}

function localInfileItem({ server }: TargetConnection): PrecheckItem {
  if (server.localInfile || !server.loadDataAtomic) return passed('target.localInfile');
  const cause = 'the server takes no LOAD DATA LOCAL, so rows are written by INSERT, at about half the speed';
  return failed('target.localInfile', cause, 'SET GLOBAL local_infile = ON;', true);
}

/** A large object is one literal of twice its size, and a statement is kept to half a packet where it can be. */
const packetBytesMin = 4 * limits.insertBytesMax;

function packetItem({ server }: TargetConnection): PrecheckItem {
  if (server.maxAllowedPacketBytes >= packetBytesMin) return passed('target.packet');
  const cause = `max_allowed_packet is ${server.maxAllowedPacketBytes} bytes: rows with larger values cannot be written`;
  return failed('target.packet', cause, `SET GLOBAL max_allowed_packet = ${packetBytesMin};`, true);
}

function letterCaseItem({ server }: TargetConnection): PrecheckItem {
  if (server.lowerCaseTableNames === 1) return passed('target.letterCase');
  const cause = `lower_case_table_names is ${server.lowerCaseTableNames}: names that differ only in case are different tables`;
  return failed('target.letterCase', cause, 'Nothing to do when the project renames no object by case.', true);
}

const clockSkewSecondsMax = 5;

async function clockItem(connection: TargetConnection, signal: AbortSignal): Promise<PrecheckItem> {
  const theirs = Number(await connection.value(serverClock, signal));
  const ours = Date.now() / 1_000;
  if (Math.abs(theirs - ours) <= clockSkewSecondsMax) return passed('target.clock');
  const cause = `the target's clock and this one are ${Math.round(Math.abs(theirs - ours))} s apart`;
  return failed('target.clock', cause, 'Synchronise the clocks (NTP).', true);
}
