/**
 * An independent judge: reads Oracle tables and their copies over the MySQL protocol with plain SELECTs and prints
 * how many rows differ. On purpose it shares no code with the product. Input: COMPARE_SIDES (JSON).
 *
 * First pass: the rows of both sides as multisets of hashes. Second pass, only when some are left over: pairs the
 * left-over rows by primary key (a pair is one difference, not a missing and an extra row) and names the columns.
 */
import { hash } from 'node:crypto';
import { createConnection } from 'mysql2';
import oracledb from 'oracledb';

type Row = readonly (string | null)[];
type Side = () => AsyncIterable<Row>;
interface Column {
  readonly name: string;
  readonly type: string;
  readonly item: string;
}

const details: string[] = [];
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const ticked = (name: string): string => `\`${name.replaceAll('`', '``')}\``;
const isLob = (type: string): boolean => type.endsWith('LOB');

function fields(from: unknown): Map<string, unknown> {
  if (typeof from !== 'object' || from === null) throw new Error('COMPARE_SIDES: an object is missing');
  return new Map<string, unknown>(Object.entries(from));
}
function word(from: unknown, key: string): string {
  const value = fields(from).get(key);
  if (typeof value !== 'string') throw new Error(`COMPARE_SIDES: ${key} must be a string`);
  return value;
}
function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error('a row did not come as an array');
  return value;
}
function plain(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (Buffer.isBuffer(value)) return value.toString('utf8');
  throw new Error(`cannot read a ${typeof value} as text`);
}
function note(text: string): void {
  if (details.length < 20) details.push(text.slice(0, 200));
}
function add(counts: Map<string, number>, id: string): void {
  counts.set(id, (counts.get(id) ?? 0) + 1);
}
function take(counts: Map<string, number>, id: string): boolean {
  const count = counts.get(id) ?? 0;
  if (count > 1) counts.set(id, count - 1);
  else counts.delete(id);
  return count > 0;
}

/** Exact decimal text: no exponent, no plus, no leading or trailing zeros. */
function decimal(text: string): string {
  const [, sign, whole = '', fraction = '', power = '0'] =
    /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text.trim()) ?? [];
  if (whole + fraction === '') return `not a number: ${text}`;
  const scale = fraction.length - Number(power);
  const digits = BigInt(whole + fraction).toString() + '0'.repeat(Math.max(0, -scale));
  const padded = digits.padStart(scale + 1, '0');
  const point = padded.length - Math.max(0, scale);
  const tail = padded.slice(point).replace(/0+$/, '');
  const head = padded.slice(0, point).replace(/^0+(?=\d)/, '');
  return (sign === '-' && /[1-9]/.test(head + tail) ? '-' : '') + head + (tail === '' ? '' : `.${tail}`);
}

/** One value as text, the same for both sides, by the Oracle type of its column. */
function normal(type: string, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (/^(BLOB|RAW|LONG RAW)$/.test(type)) {
    if (!Buffer.isBuffer(value)) throw new Error(`a ${type} did not come as bytes`);
    return value.toString('hex');
  }
  const text = plain(value);
  if (/^(NUMBER|FLOAT)$/.test(type)) return decimal(text);
  if (type.startsWith('BINARY_')) {
    const number = text.trim() === '' ? NaN : Number(text.replace(/^([+-]?)inf(inity)?$/i, '$1Infinity'));
    return Number.isNaN(number) && !/^nan$/i.test(text) ? `not a number: ${text}` : String(number);
  }
  if (/^N?CHAR$/.test(type)) return text.replace(/ +$/, '');
  if (/^(N?VARCHAR2|N?CLOB|LONG|U?ROWID)$/.test(type)) return text;
  if (!/^(DATE|TIMESTAMP|INTERVAL)/.test(type)) throw new Error(`no rule to compare the Oracle type ${type}`);
  const cut = /^TIMESTAMP(?!.* WITH TIME ZONE)/.test(type) ? text.replace(/(\.\d{6})\d+$/, '$1') : text;
  const short = cut.trim().replace(/\.(\d*?)0*(?= |$)/, (_, kept: string) => (kept === '' ? '' : `.${kept}`));
  return type.startsWith('INTERVAL') ? short.replace(/^\+/, '').replace(/^(-?)0+(?=\d)/, '$1') : short;
}

async function* oracleRows(sql: string, binds: string[] = [], batch = 1000): AsyncGenerator<readonly unknown[]> {
  const { resultSet } = await oracle.execute<unknown[]>(sql, binds, {
    resultSet: true,
    outFormat: oracledb.OUT_FORMAT_ARRAY,
    fetchArraySize: batch,
    fetchTypeHandler: ({ dbTypeName }) => {
      if (dbTypeName === 'BLOB') return { type: oracledb.BUFFER };
      return /^(NUMBER|N?CLOB)$/.test(dbTypeName ?? '') ? { type: oracledb.STRING } : undefined;
    },
  });
  if (resultSet === undefined) throw new Error('Oracle gave no rows to read');
  let some = await resultSet.getRows(batch);
  for (; some.length > 0; some = await resultSet.getRows(batch)) yield* some;
  await resultSet.close();
}
async function* copyRows(sql: string): AsyncGenerator<readonly unknown[]> {
  const typeCast = (field: { buffer: () => Buffer | null }): Buffer | null => field.buffer(); // the bytes as sent
  const stream: AsyncIterable<unknown> = copy.query({ sql, rowsAsArray: true, typeCast }).stream();
  for await (const row of stream) yield list(row);
}

function oracleItem({ name, type }: Column): string {
  const mask = type.endsWith(' WITH TIME ZONE') ? '.FF9 TZH:TZM' : type === 'DATE' ? '' : '.FF9';
  if (/^(DATE|TIMESTAMP)/.test(type)) return `TO_CHAR(${quoted(name)}, 'SYYYY-MM-DD HH24:MI:SS${mask}')`;
  return type.startsWith('INTERVAL') ? `TO_CHAR(${quoted(name)})` : quoted(name);
}

/** The columns both sides have; one missing here or left over there is a difference. */
async function sharedColumns(table: string, target: string): Promise<{ columns: Column[]; differences: number }> {
  const there = new Map<string, string>();
  for await (const [field, type] of copyRows(`SHOW COLUMNS FROM ${ticked(target)}`)) {
    // MySQL prints a FLOAT with six digits only; as a DOUBLE it prints all it holds.
    const item = ticked(plain(field)) + (plain(type).startsWith('float') ? ' + 0e0' : '');
    there.set(plain(field).toLowerCase(), item);
  }
  const columns: Column[] = [];
  const wrong: string[] = [];
  const sql = `SELECT COLUMN_NAME, DATA_TYPE, VIRTUAL_COLUMN FROM ALL_TAB_COLS
    WHERE OWNER = :1 AND TABLE_NAME = :2 AND HIDDEN_COLUMN = 'NO' ORDER BY COLUMN_ID`;
  for await (const [column, type, virtual] of oracleRows(sql, [schema, table])) {
    const name = plain(column);
    const item = there.get(name.toLowerCase());
    there.delete(name.toLowerCase());
    if (virtual === 'YES') continue;
    if (item === undefined) wrong.push(`${table}: column ${name} is missing in the copy`);
    else columns.push({ name, type: plain(type), item });
  }
  if (columns.length === 0 && wrong.length === 0) throw new Error(`no table ${schema}.${table} in Oracle`);
  if (columns.length === 0) throw new Error(`${schema}.${table} and its copy share no column`);
  const extra = [...there.keys()].filter((name) => !name.startsWith('seaward_'));
  wrong.push(...extra.map((name) => `${table}: column ${name} is only in the copy`));
  wrong.forEach(note);
  return { columns, differences: wrong.length };
}

async function primaryKey(table: string, columns: readonly Column[]): Promise<number[]> {
  const key: number[] = [];
  const sql = `SELECT C.COLUMN_NAME FROM ALL_CONSTRAINTS K
    JOIN ALL_CONS_COLUMNS C ON C.OWNER = K.OWNER AND C.CONSTRAINT_NAME = K.CONSTRAINT_NAME
    WHERE K.OWNER = :1 AND K.TABLE_NAME = :2 AND K.CONSTRAINT_TYPE = 'P' ORDER BY C.POSITION`;
  for await (const [name] of oracleRows(sql, [schema, table]))
    key.push(columns.findIndex((column) => column.name === name));
  return key.includes(-1) ? [] : key;
}

async function compareTable(table: string, target: string): Promise<{ differences: number; rows: number }> {
  const { columns, differences } = await sharedColumns(table, target);
  const key = await primaryKey(table, columns);
  const lobs = columns.filter(({ type }) => isLob(type));
  // The driver gives null for an empty LOB too, so ask which one is NULL.
  const flags = lobs.map(({ name }) => `CASE WHEN ${quoted(name)} IS NULL THEN 1 ELSE 0 END`);
  const items = [...columns.map(oracleItem), ...flags].join(', ');
  const here: Side = async function* () {
    const sql = `SELECT ${items} FROM ${quoted(schema)}.${quoted(table)}`;
    for await (const row of oracleRows(sql, [], lobs.length > 0 ? 50 : 1000)) {
      let flag = columns.length;
      yield columns.map(({ type }, at) => {
        const value = normal(type, row[at]);
        return isLob(type) && row[flag++] === '0' ? (value ?? '') : value;
      });
    }
  };
  const there: Side = async function* () {
    const sql = `SELECT ${columns.map(({ item }) => item).join(', ')} FROM ${ticked(target)}`;
    for await (const row of copyRows(sql)) yield columns.map(({ type }, at) => normal(type, row[at]));
  };
  const found = await compareRows(table, columns, key, here, there);
  return { differences: differences + found.differences, rows: found.rows };
}

async function compareRows(table: string, columns: readonly Column[], key: readonly number[], here: Side, there: Side) {
  const idOf = (row: Row): string => hash('sha1', JSON.stringify(row), 'base64url');
  const labelOf = (row: Row): string =>
    key.length > 0 ? JSON.stringify(key.map((at) => row[at])) : `row ${JSON.stringify(row).slice(0, 80)}`;
  const missing = new Map<string, number>();
  const extra = new Map<string, number>();
  let rows = 0;
  for await (const row of here()) {
    add(missing, idOf(row));
    rows += 1;
  }
  for await (const row of there()) if (!take(missing, idOf(row))) add(extra, idOf(row));
  const total = (counts: Map<string, number>): number => [...counts.values()].reduce((sum, count) => sum + count, 0);
  let differences = total(missing) + total(extra);
  if (differences === 0) return { differences, rows };

  const waiting = new Map<string, number>(); // hashes of the keys of missing rows: partners for extra ones
  const shown = new Map<string, Row>();
  for await (const row of here()) {
    if (!take(missing, idOf(row))) continue;
    if (shown.size < 20) shown.set(labelOf(row), row);
    add(waiting, hash('sha1', labelOf(row), 'base64url'));
  }
  for await (const row of there()) {
    if (!take(extra, idOf(row))) continue;
    const label = labelOf(row);
    if (key.length === 0 || !take(waiting, hash('sha1', label, 'base64url'))) {
      note(`${table}: ${label} is only in the copy`);
      continue;
    }
    differences -= 1;
    const other = shown.get(label);
    const names = columns.filter((_, at) => other?.[at] !== row[at]).map(({ name }) => name);
    note(`${table}: ${label} differs${other === undefined ? '' : ` in ${names.join(', ')}`}`);
    shown.delete(label);
  }
  for (const label of shown.keys()) note(`${table}: ${label} is missing in the copy`);
  return { differences, rows };
}

const settings: unknown = JSON.parse(process.env['COMPARE_SIDES'] ?? 'null');
const [from, to, tables] = ['oracle', 'mysql', 'tables'].map((key) => fields(settings).get(key));
const schema = word(from, 'schema');
const oracle = await oracledb.getConnection({
  connectString: word(from, 'connectString'),
  user: word(from, 'user'),
  password: word(from, 'password'),
});
await oracle.execute("ALTER SESSION SET TIME_ZONE = '+00:00'");
const copy = createConnection({
  host: word(to, 'host'),
  port: Number(fields(to).get('port')),
  user: word(to, 'user'),
  password: word(to, 'password'),
  database: word(to, 'database'),
  charset: 'utf8mb4',
});
copy.query("SET time_zone = '+00:00'", (error) => {
  if (error !== null) throw error;
});
const sums = { differences: 0, rows: 0 };
for (const table of fields(tables).keys()) {
  const { differences, rows } = await compareTable(table, word(tables, table));
  sums.differences += differences;
  sums.rows += rows;
}
await oracle.close();
copy.destroy();
process.stdout.write(`${JSON.stringify({ ...sums, details })}\n`);
