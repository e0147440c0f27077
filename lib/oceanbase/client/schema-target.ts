import { Fault } from '../../model/fault.ts';
import type { PrecheckItem } from '../../model/precheck-item.ts';
import type { TableName } from '../../model/source-table.ts';
import type { TargetForeignKey, TargetIndex, TargetServer, TargetTable } from '../../model/target-object.ts';
import type { SchemaTarget } from '../../ports/schema-target.ts';
import {
  anyRow,
  columnsOf,
  deleteSome,
  foreignKeysOf,
  indexesOf,
  tablesNamed,
  truncate,
} from '../sql/catalog-queries.ts';
import { addForeignKey, createIndex, createTable, createView, dropColumns, dropIndex } from '../sql/definition.ts';
import {
  createProgress,
  dropProgressDatabase,
  dropProjectStatements,
  insertProject,
  progressIsEmpty,
} from '../sql/progress-statements.ts';
import type { TargetAddress, TargetConnection } from './connection.ts';
import { retried } from './retry.ts';
import { SessionHolder } from './session-holder.ts';
import { TargetFault } from './target-faults.ts';
import { targetPrecheck } from './target-precheck.ts';

/** Definitions on an OceanBase tenant in MySQL mode, or on MySQL and MariaDB. One session, opened when first needed. */
export class OceanbaseSchema implements SchemaTarget {
  readonly #address: TargetAddress;
  readonly #sessions: SessionHolder;

  constructor(address: TargetAddress) {
    this.#address = address;
    this.#sessions = new SessionHolder(address, 'definition');
  }

  async server(signal: AbortSignal): Promise<TargetServer> {
    return await this.#sessions.read(signal, async (connection) => Promise.resolve(connection.server));
  }

  renderTable(table: TargetTable): readonly string[] {
    return createTable(table);
  }

  renderIndex(index: TargetIndex): readonly string[] {
    return createIndex(index);
  }

  renderForeignKey(key: TargetForeignKey): readonly string[] {
    return addForeignKey(key);
  }

  renderView(name: TableName, definition: { readonly columns: readonly string[]; readonly select: string }): string {
    return createView(name, definition);
  }

  renderDropIndex(index: TargetIndex): readonly string[] {
    return dropIndex(index);
  }

  renderDropColumns(table: TableName, columns: readonly string[]): readonly string[] {
    return dropColumns(table, columns);
  }

  /** A lost session is not answered by running the statement again: it may have happened. */
  async execute(statement: string, signal: AbortSignal): Promise<void> {
    const connection = await this.#sessions.open(signal);
    try {
      await retried(signal, async () => await connection.run(statement, signal), connection);
    } catch (error) {
      throw error instanceof TargetFault ? definitionFault(error) : error;
    }
  }

  async tableExists(name: TableName, signal: AbortSignal): Promise<boolean> {
    return await this.#sessions.read(signal, async (connection) => {
      const rows = await connection.rows(tablesNamed(name), signal);
      return rows.some((row) => sameTable(connection.server, row, name));
    });
  }

  async indexExists(index: TargetIndex, signal: AbortSignal): Promise<boolean> {
    return await this.#hasNamed(indexesOf(index.table), index.table, index.name, signal);
  }

  async foreignKeyExists(key: TargetForeignKey, signal: AbortSignal): Promise<boolean> {
    return await this.#hasNamed(foreignKeysOf(key.table), key.table, key.name, signal);
  }

  /** Index and constraint names are compared without case by every server. */
  async #hasNamed(query: string, table: TableName, name: string, signal: AbortSignal): Promise<boolean> {
    return await this.#sessions.read(signal, async (connection) => {
      const rows = await connection.rows(query, signal);
      const wanted = name.toLowerCase();
      return rows.some(
        (row) => sameTable(connection.server, row, table) && row[2]?.toString('utf8').toLowerCase() === wanted,
      );
    });
  }

  async columns(name: TableName, signal: AbortSignal): Promise<readonly string[] | null> {
    return await this.#sessions.read(signal, async (connection) => {
      const rows = await connection.rows(columnsOf(name), signal);
      const own = rows.filter((row) => sameTable(connection.server, row, name));
      return own.length === 0 ? null : own.map((row) => row[2]?.toString('utf8') ?? '');
    });
  }

  async tableHasRows(name: TableName, signal: AbortSignal): Promise<boolean> {
    return await this.#sessions.read(signal, async (connection) => {
      const rows = await connection.rows(anyRow(name), signal);
      return rows.length > 0;
    });
  }

  async emptyTable(name: TableName, signal: AbortSignal): Promise<void> {
    await this.#sessions.read(signal, async (connection) => {
      try {
        await connection.run(truncate(name), signal);
      } catch (error) {
        if (!(error instanceof TargetFault) || !truncateRefused.has(error.errno)) throw error;
        await deleteAll(connection, name, signal);
      }
    });
  }

  async ensureProgress(projectId: string, signal: AbortSignal): Promise<void> {
    await this.#sessions.read(signal, async (connection) => {
      for (const statement of createProgress) await connection.run(statement, signal);
      await connection.run(insertProject(projectId), signal);
    });
  }

  async dropProgress(projectId: string, signal: AbortSignal): Promise<void> {
    await this.#sessions.read(signal, async (connection) => {
      try {
        for (const statement of dropProjectStatements(projectId)) await connection.run(statement, signal);
        const others = await connection.rows(progressIsEmpty, signal);
        if (others.length === 0) await connection.run(dropProgressDatabase, signal);
      } catch (error) {
        // Dropped before: nothing is left to do.
        if (!(error instanceof TargetFault) || !absent.has(error.code)) throw error;
      }
    });
  }

  async precheck(databases: readonly string[], signal: AbortSignal): Promise<readonly PrecheckItem[]> {
    return await targetPrecheck(this.#address, databases, signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#sessions[Symbol.asyncDispose]();
  }
}

/** A table that a foreign key points to cannot be truncated; nor may a user without the DROP privilege. */
const truncateRefused: ReadonlySet<number | null> = new Set([1701, 1142, 1227]);
const absent: ReadonlySet<string> = new Set(['TARGET_OBJECT_MISSING', 'TARGET_DATABASE_MISSING']);
const rowsPerDelete = 10_000;

async function deleteAll(connection: TargetConnection, name: TableName, signal: AbortSignal): Promise<void> {
  const piece = async (): Promise<number> =>
    (await connection.run(deleteSome(name, rowsPerDelete), signal)).affectedRows;
  while ((await retried(signal, piece, connection)) > 0);
}

/** Compares the first two columns of an answer with a table's name, by the server's rule for letter case. */
function sameTable(server: TargetServer, row: readonly (Buffer | null)[], name: TableName): boolean {
  const schema = row[0]?.toString('utf8') ?? '';
  const table = row[1]?.toString('utf8') ?? '';
  if (server.lowerCaseTableNames === 0) return schema === name.schema && table === name.table;
  return schema.toLowerCase() === name.schema.toLowerCase() && table.toLowerCase() === name.table.toLowerCase();
}

/** Codes of a definition that the operator can act upon; everything else the server says about DDL is TARGET_DDL. */
const ownCodes: ReadonlySet<string> = new Set([
  'TARGET_UNREACHABLE',
  'TARGET_LOGIN',
  'TARGET_PRIVILEGE',
  'TARGET_DATABASE_MISSING',
  'TARGET_OBJECT_EXISTS',
  'TARGET_OBJECT_MISSING',
  'TARGET_LIMIT',
  'TARGET_BUSY',
  'TARGET_FULL',
  'KEY_COLLISION',
]);

function definitionFault(error: TargetFault): Fault {
  if (ownCodes.has(error.code)) return error;
  const { vendor } = error.record;
  return new Fault('TARGET_DDL', 'the target refused a definition', { error, ...(vendor === null ? {} : { vendor }) });
}
