import type { ChunkRange } from '../../model/chunk.ts';
import { rowCutter } from '../../model/cut-to-target.ts';
import { Fault } from '../../model/fault.ts';
import { limits } from '../../model/limits.ts';
import type { TablePlan } from '../../model/table-plan.ts';
import type { CanonicalRow, RowBatch } from '../../model/value.ts';
import type { TargetRows } from '../../ports/target-rows.ts';
import { literalBytes } from '../sql/column-value.ts';
import { manipulationOf } from '../sql/manipulation.ts';
import { markRepair } from '../sql/progress-statements.ts';
import { selectRange } from '../sql/range-select.ts';
import { renderRepair } from '../sql/repair.ts';
import { rowDecoder } from '../sql/row-decoder.ts';
import { type TargetAddress, TargetConnection } from './connection.ts';
import { keyCollision, refusedByWarning } from './data-faults.ts';
import { SessionHolder } from './session-holder.ts';
import { statementsWithin } from './statement-size.ts';
import { TargetFault } from './target-faults.ts';

/** Rows of the target read back in canonical form, and their repair. A range is read on a session of its own. */
export class OceanbaseRows implements TargetRows {
  readonly #address: TargetAddress;
  readonly #sessions: SessionHolder;
  #idle: TargetConnection | null = null;

  constructor(address: TargetAddress) {
    this.#address = address;
    this.#sessions = new SessionHolder(address, 'read');
  }

  async *readRange(table: TablePlan, range: ChunkRange, signal: AbortSignal): AsyncIterable<RowBatch> {
    const connection = await this.#takeReader(signal);
    const decode = rowDecoder(table.columns);
    try {
      for await (const group of connection.stream(selectRange(table, range), signal)) {
        let bytes = 0;
        const rows = group.map((wire) => {
          for (const value of wire) bytes += value === null ? 8 : value.length + 8;
          return decode(wire);
        });
        yield { rows, bytes };
      }
    } finally {
      await this.#giveBack(connection);
    }
  }

  async readByIdentity(
    table: TablePlan,
    keys: readonly CanonicalRow[],
    signal: AbortSignal,
  ): Promise<readonly CanonicalRow[]> {
    const decode = rowDecoder(table.columns);
    const statements = manipulationOf(table);
    return await this.#sessions.read(signal, async (connection) => {
      const found: CanonicalRow[] = [];
      for (const group of inGroups(keys)) {
        for (const sql of statementsWithin(connection, group, statements.selectByKeys)) {
          for (const row of await connection.rows(sql, signal)) found.push(decode(row));
        }
      }
      return found;
    });
  }

  renderRepair(
    table: TablePlan,
    upserts: readonly CanonicalRow[],
    deletes: readonly CanonicalRow[],
  ): readonly string[] {
    return renderRepair(table, cutRows(table, upserts), deletes);
  }

  /** One transaction: everything is deleted before anything is inserted, so that rows may swap unique values. */
  async repair(
    projectId: string,
    table: TablePlan,
    upserts: readonly CanonicalRow[],
    deletes: readonly CanonicalRow[],
    signal: AbortSignal,
  ): Promise<{ readonly written: number; readonly deleted: number }> {
    const rows = cutRows(table, upserts);
    return await this.#sessions.transaction(signal, async (connection) => {
      await connection.run(markRepair(projectId), signal);
      const statements = manipulationOf(table);
      const deleted = await deleteKeys(connection, table, deletes, signal);
      await deleteKeys(connection, table, identitiesOf(table, rows), signal);
      for (const group of inGroups(rows)) {
        for (const sql of statementsWithin(connection, group, statements.insert)) {
          await insertRepaired(connection, table, sql, signal);
        }
      }
      return { written: rows.length, deleted };
    });
  }

  async #takeReader(signal: AbortSignal): Promise<TargetConnection> {
    const idle = this.#idle;
    this.#idle = null;
    if (idle !== null && !idle.closed) return idle;
    return await TargetConnection.open(this.#address, 'read', signal);
  }

  async #giveBack(connection: TargetConnection): Promise<void> {
    if (connection.closed) return;
    if (this.#idle === null) this.#idle = connection;
    else await connection[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#idle?.[Symbol.asyncDispose]();
    this.#idle = null;
    await this.#sessions[Symbol.asyncDispose]();
  }
}

function cutRows(table: TablePlan, rows: readonly CanonicalRow[]): readonly CanonicalRow[] {
  const cut = rowCutter(table.columns);
  return cut === null ? rows : rows.map(cut);
}

function identitiesOf(table: TablePlan, rows: readonly CanonicalRow[]): readonly CanonicalRow[] {
  return rows.map((row) => table.identity.columns.map((position) => row[position] ?? null));
}

/** Groups bounded by rows and by the bytes of their literals. */
function* inGroups(rows: readonly CanonicalRow[]): Generator<readonly CanonicalRow[]> {
  let group: CanonicalRow[] = [];
  let bytes = 0;
  for (const row of rows) {
    let rowBytes = 0;
    for (const value of row) rowBytes += literalBytes(value);
    if (group.length > 0 && (group.length >= limits.insertRowsMax || bytes + rowBytes > limits.insertBytesMax)) {
      yield group;
      group = [];
      bytes = 0;
    }
    group.push(row);
    bytes += rowBytes;
  }
  if (group.length > 0) yield group;
}

async function deleteKeys(
  connection: TargetConnection,
  table: TablePlan,
  keys: readonly CanonicalRow[],
  signal: AbortSignal,
): Promise<number> {
  const statements = manipulationOf(table);
  let deleted = 0;
  for (const group of inGroups(keys)) {
    for (const sql of statementsWithin(connection, group, statements.deleteByKeys)) {
      deleted += (await connection.run(sql, signal)).affectedRows;
    }
  }
  return deleted;
}

async function insertRepaired(
  connection: TargetConnection,
  table: TablePlan,
  sql: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    const result = await connection.run(sql, signal);
    if (result.warnings > 0) throw await refusedByWarning(connection, table, signal);
  } catch (error) {
    if (error instanceof TargetFault && error.code === 'KEY_COLLISION') {
      const collision = keyCollision(table, error);
      throw new Fault('REPAIR_FAILED', collision.record.cause, { subject: table.tableId, error: collision });
    }
    throw error;
  }
}
