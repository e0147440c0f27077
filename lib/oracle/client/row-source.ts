/** RowSource over one session: ranges, identities and samples, always `AS OF` the SCN that the caller names (H2). */
import { Fault, assert } from '../../model/fault.ts';
import { limits } from '../../model/limits.ts';
import { encodeRowid } from '../../model/rowid.ts';
import { type Scn, parseScn } from '../../model/scn.ts';
import type { TablePlan } from '../../model/table-plan.ts';
import type { CanonicalRow, CanonicalValue, RowBatch } from '../../model/value.ts';
import type { RangeRead, RowSource } from '../../ports/row-source.ts';
import { currentScn } from '../sql/dictionary-instance.ts';
import { readByIdentity, readRange, sampleIdentities } from '../sql/read-rows.ts';
import { readsRowid } from '../sql/select-list.ts';
import type { Statement } from '../sql/statement.ts';
import { fetchSize } from './fetch-size.ts';
import { readLargeObject } from './large-object.ts';
import { type OracleLogin, OracleSession, type SourceRow } from './oracle-session.ts';
import { RowReader } from './row-reader.ts';

/** Opens a session that reads rows. Faults as OracleSession.open. */
export async function openRowSource(login: OracleLogin, signal: AbortSignal): Promise<RowSource> {
  return new OracleRowSource(await OracleSession.open(login, signal));
}

/** Keys of one look-up statement: a few binds each stay far below the server's limits. */
const keysPerStatement = 100;

class OracleRowSource implements RowSource {
  readonly #session: OracleSession;

  constructor(session: OracleSession) {
    this.#session = session;
  }

  async currentScn(signal: AbortSignal): Promise<Scn> {
    const [row] = await this.#session.rows(currentScn(), signal);
    const text = row?.[0];
    assert(typeof text === 'string', 'V$DATABASE has one row with a current SCN');
    return parseScn(text);
  }

  async *readRange(read: RangeRead, signal: AbortSignal): AsyncGenerator<RowBatch> {
    yield* this.#read(read.table, readRange(read.table, read.range, read.scn), read.rowsPerRead, signal);
  }

  async readByIdentity(
    table: TablePlan,
    keys: readonly CanonicalRow[],
    scn: Scn,
    signal: AbortSignal,
  ): Promise<readonly CanonicalRow[]> {
    const found: CanonicalRow[] = [];
    for (let from = 0; from < keys.length; from += keysPerStatement) {
      const part = keys.slice(from, from + keysPerStatement);
      const statement = readByIdentity(table, part, readsRowid(table) ? part.map(rowidOfKey) : [], scn);
      for await (const batch of this.#read(table, statement, keysPerStatement, signal)) found.push(...batch.rows);
    }
    return found;
  }

  async *sampleIdentities(
    table: TablePlan,
    everyRows: number,
    scn: Scn,
    signal: AbortSignal,
  ): AsyncGenerator<CanonicalRow> {
    const columns = table.identity.columns.map((position) => {
      const column = table.columns[position];
      assert(column !== undefined, `table ${table.tableId} has no column ${position}`);
      return column;
    });
    const statement = sampleIdentities(table, everyRows, scn);
    for await (const batch of this.#read({ ...table, columns }, statement, limits.fetchRowsMax, signal)) {
      for (const row of batch.rows) yield row.slice(0, columns.length);
    }
  }

  async *#read(
    table: TablePlan,
    statement: Statement,
    rowsPerRead: number,
    signal: AbortSignal,
  ): AsyncGenerator<RowBatch> {
    const reader = new RowReader(table);
    const hasLargeObjects = reader.largeObjects.length > 0;
    const batches = this.#session.batches(statement, fetchSize(table, rowsPerRead), signal, hasLargeObjects);
    try {
      for await (const rows of batches) {
        if (hasLargeObjects) yield* this.#longRows(table, reader, rows, signal);
        else yield shortRows(reader, rows);
      }
    } catch (error) {
      throw ofTable(error, table);
    }
  }

  /** Rows with large objects: a batch ends when it is full, so that memory holds one batch and one fetch of locators. */
  async *#longRows(
    table: TablePlan,
    reader: RowReader,
    rows: readonly SourceRow[],
    signal: AbortSignal,
  ): AsyncGenerator<RowBatch> {
    let batch: CanonicalRow[] = [];
    let bytes = 0;
    for (const row of rows) {
      bytes += reader.read(row);
      for (const position of reader.largeObjects) bytes += await this.#readLarge(table, reader, row, position, signal);
      batch.push(canonicalRow(row));
      if (bytes < limits.rowBatchBytesMax) continue;
      yield { rows: batch, bytes };
      batch = [];
      bytes = 0;
    }
    if (batch.length > 0) yield { rows: batch, bytes };
  }

  async #readLarge(
    table: TablePlan,
    reader: RowReader,
    row: SourceRow,
    position: number,
    signal: AbortSignal,
  ): Promise<number> {
    const locator = row[position];
    if (locator === null || locator === undefined) {
      row[position] = null;
      return 0;
    }
    const column = table.columns[position];
    const name = column?.origin.kind === 'column' ? column.origin.name : String(position);
    try {
      const value = await readLargeObject(this.#session, locator, `${table.tableId}.${name}`, signal);
      row[position] = value;
      return value.length;
    } catch (error) {
      throw reader.atColumn(error, position);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session[Symbol.asyncDispose]();
  }
}

function shortRows(reader: RowReader, rows: readonly SourceRow[]): RowBatch {
  let bytes = 0;
  const canonical: CanonicalRow[] = [];
  for (const row of rows) {
    bytes += reader.read(row);
    canonical.push(canonicalRow(row));
  }
  return { rows: canonical, bytes };
}

/** The reader has turned every value of the row; this only tells the compiler. */
function canonicalRow(row: SourceRow): CanonicalRow {
  assert(isCanonical(row), 'a row has been read in full');
  return row;
}

/** Checked by its length only: every value was written by a ValueReader, whose type says the same. */
function isCanonical(row: unknown[]): row is CanonicalValue[] {
  return row.length > 0;
}

function rowidOfKey(key: CanonicalRow): string {
  const [object, file, block, row] = key.map(Number);
  assert(
    object !== undefined && file !== undefined && block !== undefined && row !== undefined,
    'the identity of a keyless table has four parts',
  );
  return encodeRowid({ object, file, block, row });
}

/** A fault that names no object gets the table's name. */
function ofTable(error: unknown, table: TablePlan): unknown {
  if (!(error instanceof Fault) || error.record.subject !== null) return error;
  const { vendor, cause, remedy } = error.record;
  return new Fault(error.code, cause, {
    subject: table.tableId,
    remedy,
    error,
    ...(vendor === null ? {} : { vendor }),
  });
}
