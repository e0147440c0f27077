/**
 * A toy behind the wire: it knows a handful of statements by heart and keeps rows in arrays. It exists to drive every path of the
 * protocol; the real engine has tests of its own.
 */
import { OracleError, oracleError, oracleErrorAt } from '../../../lib/standin/oracle-error.ts';
import type {
  BatchError,
  Bind,
  BatchResult,
  ResultColumn,
  StatementResult,
} from '../../../lib/standin/sql/session-result.ts';
import type { SqlType, SqlValue } from '../../../lib/standin/sql/values/value.ts';
import type { EncodedQuery } from '../../../lib/standin/wire/encoded-rows.ts';
import type { Account, ClientAttributes, Engine, EngineSession, Login } from '../../../lib/standin/wire/engine.ts';
import { rowidToText } from '../../../lib/standin/sql/values/rowid.ts';
import { statementShape } from '../../../lib/standin/wire/statement-shape.ts';
import { allTypesColumns, allTypesRow, lobRows, rowidOf, sqlNumber } from './toy-rows.ts';

interface ToyRow {
  readonly values: readonly SqlValue[];
  readonly rowid: string;
}

export interface ToyTable {
  readonly columns: readonly ResultColumn[];
  rows: ToyRow[];
}

export interface ToyBlock {
  readonly text: string;
  readonly binds: ReadonlyMap<string, SqlValue>;
}

export class ToyEngine implements Engine {
  readonly tables = new Map<string, ToyTable>();
  readonly blocks: ToyBlock[] = [];
  readonly accounts: ReadonlyMap<string, Account>;
  readonly sessions = new Set<ToySession>();
  /** Rows that scans have produced, over all sessions. */
  rowsMade = 0;
  nextRow = 0;

  constructor(accounts: Readonly<Record<string, Account>>) {
    this.accounts = new Map(Object.entries(accounts));
  }

  account(user: string): Account | null {
    return this.accounts.get(user) ?? null;
  }

  openSession(login: Login, kill: () => void): EngineSession {
    if (login.user === 'LOCKED') throw oracleError(28000);
    const session = new ToySession(this, login, kill);
    this.sessions.add(session);
    return session;
  }

  table(name: string): ToyTable {
    const table = this.tables.get(name.toUpperCase());
    if (table === undefined) throw oracleErrorAt(14, 942);
    return table;
  }
}

class ToySession implements EngineSession {
  readonly id = 1;
  readonly serial = 1;
  readonly engine: ToyEngine;
  readonly login: Login;
  readonly kill: () => void;
  readonly parameters = new Map<string, string>();
  schema: string;
  attributes: ClientAttributes = {};
  #undo: (() => void)[] = [];
  #cancel: (() => void) | null = null;

  constructor(engine: ToyEngine, login: Login, kill: () => void) {
    this.engine = engine;
    this.login = login;
    this.kill = kill;
    this.schema = login.user;
  }

  get inTransaction(): boolean {
    return this.#undo.length > 0;
  }

  async describe(text: string): Promise<{ readonly columns: readonly ResultColumn[] }> {
    const result = await this.execute(text, [{ value: sqlNumber('0'), direction: 'in' }]);
    return { columns: result.kind === 'query' ? result.columns : [] };
  }

  async execute(sql: string, binds: readonly Bind[]): Promise<StatementResult | EncodedQuery> {
    const text = sql.trim().replace(/\s+/g, ' ');
    const kind = statementShape(sql).kind;
    if (kind === 'query') return this.#query(text, binds);
    if (kind === 'block') return this.#block(sql, text, binds);
    return this.#change(text, binds);
  }

  async executeBatch(
    text: string,
    rows: readonly (readonly Bind[])[],
    options: { readonly batchErrors: boolean },
  ): Promise<BatchResult> {
    const rowCounts: number[] = [];
    const errors: BatchError[] = [];
    const returned: (readonly (readonly SqlValue[])[])[] = [];
    let lastRowid: string | null = null;
    for (const [index, row] of rows.entries()) {
      try {
        const result = await this.execute(text, row);
        if (result.kind !== 'dml') throw oracleError(900);
        rowCounts.push(result.rowsAffected);
        returned.push(result.returned);
        lastRowid = result.lastRowid;
      } catch (error) {
        if (!options.batchErrors || !(error instanceof OracleError)) throw error;
        errors.push({ index, code: error.code, message: error.message, offset: 0 });
        rowCounts.push(0);
        returned.push([]);
      }
    }
    const rowsAffected = rowCounts.reduce((sum, count) => sum + count, 0);
    return { rowsAffected, rowCounts, errors, lastRowid, returned, outBinds: [] };
  }

  async commit(): Promise<void> {
    this.#undo = [];
  }

  async rollback(): Promise<void> {
    for (const undo of this.#undo.reverse()) undo();
    this.#undo = [];
  }

  cancel(): void {
    this.#cancel?.();
  }

  setCurrentSchema(name: string): void {
    this.schema = name;
  }

  setAttributes(attributes: ClientAttributes): void {
    this.attributes = { ...this.attributes, ...attributes };
  }

  async close(): Promise<void> {
    await this.rollback();
    this.engine.sessions.delete(this);
  }

  async #query(text: string, binds: readonly Bind[]): Promise<StatementResult> {
    const many = /^select \* from all_types where id < (:\w+|\d+)$/i.exec(text)?.[1];
    if (many !== undefined) {
      const limit = many.startsWith(':') ? numberBound(binds[0]) : Number(many);
      return { kind: 'query', columns: allTypesColumns, rows: this.#counted(limit, allTypesRow) };
    }
    if (/ from dual$/i.test(text)) return one(varchar('X', 200), this.#fromDual(text, binds));
    const lob = /^select \* from lobs(?: where id = (:\w+))?$/i.exec(text);
    if (lob !== null) return { kind: 'query', ...lobRows(lob[1] === undefined ? null : numberBound(binds[0])) };
    if (/^select \* from longs$/i.test(text)) {
      const rows = [['x'.repeat(100_000)], [null], ['short']];
      return { kind: 'query', columns: [{ name: 'L', type: { kind: 'long' }, nullable: true }], rows };
    }
    if (/^select sleep/i.test(text)) {
      await this.#waitForCancel();
      return one(varchar('X', 1), 'x');
    }
    const wide = /^select wide from rows_(\d+)$/i.exec(text)?.[1];
    if (wide !== undefined)
      return {
        kind: 'query',
        columns: [varchar('W', 4000)],
        rows: this.#counted(Number(wide), (row) => [`${row} `.padEnd(3900, 'wide ')]),
      };
    const busy = /^select busy from rows_(\d+)$/i.exec(text)?.[1];
    if (busy !== undefined)
      return { kind: 'query', columns: [varchar('B', 1)], rows: this.#counted(Number(busy), busyRow) };
    const name = /^select \* from (\w+)$/i.exec(text)?.[1];
    if (name === undefined) throw oracleError(900);
    const table = this.engine.table(name);
    return { kind: 'query', columns: table.columns, rows: table.rows.map(({ values }) => values) };
  }

  *#counted(count: number, row: (index: number) => readonly SqlValue[]): Generator<readonly SqlValue[]> {
    for (let index = 0; index < count; index += 1) {
      this.engine.rowsMade += 1;
      yield row(index);
    }
  }

  /** Sleeps until someone cancels: ORA-01013. Nobody does within ten seconds: a bug. */
  async #waitForCancel(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, 10_000);
      this.#cancel = () => {
        clearTimeout(timer);
        this.#cancel = null;
        reject(oracleError(1013));
      };
    });
  }

  #fromDual(text: string, binds: readonly Bind[]): SqlValue {
    const context = /sys_context\('userenv','(\w+)'\)/i.exec(text)?.[1]?.toLowerCase();
    if (context === 'current_schema') return this.schema;
    if (context === 'action') return this.attributes.action ?? null;
    if (context === 'program') return this.login.program;
    const parameter = /param\('(\w+)'\)/i.exec(text)?.[1];
    if (parameter !== undefined) return this.parameters.get(parameter.toUpperCase()) ?? null;
    return binds.length > 0 ? JSON.stringify(binds.map(({ value }) => value)) : 'x';
  }

  #block(sql: string, text: string, binds: readonly Bind[]): StatementResult {
    const { names } = statementShape(sql);
    const named = new Map(names.map((name, index) => [name, binds[index]?.value ?? null]));
    this.engine.blocks.push({ text, binds: named });
    if (/raise/i.test(text))
      throw new OracleError(6550, 'ORA-06550: line 1, column 7:\nPLS-00201: identifier must be declared');
    if (/:out\b/i.test(text)) {
      const name = named.get('NAME');
      named.set('OUT', `hello ${typeof name === 'string' ? name : '?'}`);
      named.set('N', sqlNumber('42.5'));
    }
    const cursor = { kind: 'ref-cursor', columns: allTypesColumns, rows: this.#counted(250, allTypesRow) } as const;
    return { kind: 'block', outBinds: names.map((name) => (name === 'CUR' ? cursor : (named.get(name) ?? null))) };
  }

  #change(text: string, binds: readonly Bind[]): StatementResult {
    const alter = /^alter session set (.*)$/i.exec(text)?.[1];
    if (alter !== undefined) {
      for (const [, name = '', value = ''] of alter.matchAll(/(\w+)\s*=\s*'([^']*)'/g))
        this.parameters.set(name.toUpperCase(), value);
      return { kind: 'ddl', verb: 'ALTER SESSION', rowsAffected: 0 };
    }
    const create = /^create table (\w+) \((.*)\)$/i.exec(text);
    if (create !== null) {
      const columns = (create[2] ?? '').split(/,(?![^(]*\))/).map(columnOf);
      this.engine.tables.set((create[1] ?? '').toUpperCase(), { columns, rows: [] });
      return { kind: 'ddl', verb: 'CREATE TABLE', rowsAffected: 0 };
    }
    const insert = /^insert into (\w+) values \(([^)]*)\)( returning rowid into :\w+)?$/i.exec(text)?.[1];
    if (insert !== undefined) return this.#insert(this.engine.table(insert), binds);
    const doomed = /^delete from (\w+)$/i.exec(text)?.[1];
    if (doomed === undefined) throw oracleError(900);
    const table = this.engine.table(doomed);
    const old = table.rows;
    table.rows = [];
    this.#undo.push(() => (table.rows = old));
    return { kind: 'dml', rowsAffected: old.length, lastRowid: null, returned: [] };
  }

  #insert(table: ToyTable, binds: readonly Bind[]): StatementResult {
    const values = binds.filter(({ direction }) => direction === 'in').map(({ value }) => value);
    const key = JSON.stringify(values[0] ?? null);
    if (table.columns.length === 1 && table.rows.some((row) => JSON.stringify(row.values[0]) === key))
      throw oracleError(1, `${this.login.user}.PK`);
    const row = { values, rowid: rowidToText(rowidOf(this.engine.nextRow)) };
    this.engine.nextRow += 1;
    table.rows.push(row);
    this.#undo.push(() => table.rows.splice(table.rows.indexOf(row), 1));
    return { kind: 'dml', rowsAffected: 1, lastRowid: row.rowid, returned: [[row.rowid]] };
  }
}

/** A row that takes a millisecond of the processor. */
function busyRow(): readonly SqlValue[] {
  const until = performance.now() + 1;
  while (performance.now() < until);
  return ['b'];
}

function one(column: ResultColumn, value: SqlValue): StatementResult {
  return { kind: 'query', columns: [column], rows: [[value]] };
}

function varchar(name: string, length: number): ResultColumn {
  return { name, type: { kind: 'varchar2', length, unit: 'byte' }, nullable: true };
}

function numberBound(bind: Bind | undefined): number {
  const value = bind?.value ?? null;
  if (typeof value !== 'object' || value === null || !('kind' in value) || value.kind !== 'number')
    throw oracleError(1722);
  return Number(value.coefficient) * 10 ** value.exponent;
}

function columnOf(definition: string): ResultColumn {
  const [, name = '', word = '', size = '1'] = /^\s*(\w+) (\w+)(?:\((\d+)[^)]*\))?\s*$/.exec(definition) ?? [];
  return { name: name.toUpperCase(), type: typeNamed(word.toLowerCase(), Number(size)), nullable: true };
}

function typeNamed(word: string, length: number): SqlType {
  switch (word) {
    case 'number':
      return { kind: 'number', precision: null, scale: null };
    case 'varchar2':
      return { kind: 'varchar2', length, unit: 'byte' };
    case 'raw':
      return { kind: 'raw', length };
    case 'date':
      return { kind: 'date' };
    case 'timestamp':
      return { kind: 'timestamp', precision: 6 };
    case 'clob':
      return { kind: 'clob' };
    default:
      throw oracleError(902);
  }
}
