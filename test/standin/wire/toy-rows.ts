import type { ResultColumn } from '../../../lib/standin/sql/session-result.ts';
import type { OracleNumber, OracleRowid, SqlValue } from '../../../lib/standin/sql/values/value.ts';

/** A NUMBER from plain decimal text, canonical. */
export function sqlNumber(text: string): OracleNumber {
  const [whole = '', fraction = ''] = text.split('.');
  let digits = BigInt(whole + fraction);
  let exponent = 0 - fraction.length;
  if (digits === 0n) return { kind: 'number', coefficient: 0, exponent: 0 };
  while (digits % 10n === 0n) {
    digits /= 10n;
    exponent += 1;
  }
  const small = Number(digits);
  return { kind: 'number', coefficient: Number.isSafeInteger(small) ? small : digits, exponent };
}

export function rowidOf(row: number): OracleRowid {
  return { kind: 'rowid', object: 74_321, file: 7, block: 131 + Math.floor(row / 200), row: row % 200 };
}

export const allTypesColumns: readonly ResultColumn[] = [
  { name: 'ID', type: { kind: 'number', precision: 10, scale: 0 }, nullable: false },
  { name: 'AMOUNT', type: { kind: 'number', precision: 38, scale: 10 }, nullable: true },
  { name: 'ANYNUM', type: { kind: 'number', precision: null, scale: null }, nullable: true },
  { name: 'NAME', type: { kind: 'varchar2', length: 100, unit: 'byte' }, nullable: true },
  { name: 'CODE', type: { kind: 'char', length: 10, unit: 'byte' }, nullable: true },
  { name: 'NNAME', type: { kind: 'nvarchar2', length: 100 }, nullable: true },
  { name: 'NCODE', type: { kind: 'nchar', length: 6 }, nullable: true },
  { name: 'D', type: { kind: 'date' }, nullable: true },
  { name: 'TS', type: { kind: 'timestamp', precision: 6 }, nullable: true },
  { name: 'TS9', type: { kind: 'timestamp', precision: 9 }, nullable: true },
  { name: 'TSTZ', type: { kind: 'timestamp-tz', precision: 6 }, nullable: true },
  { name: 'TSLTZ', type: { kind: 'timestamp-ltz', precision: 6 }, nullable: true },
  { name: 'IDS', type: { kind: 'interval-ds', dayPrecision: 2, secondPrecision: 6 }, nullable: true },
  { name: 'IYM', type: { kind: 'interval-ym', yearPrecision: 2 }, nullable: true },
  { name: 'R', type: { kind: 'raw', length: 32 }, nullable: true },
  { name: 'BF', type: { kind: 'binary-float' }, nullable: true },
  { name: 'BD', type: { kind: 'binary-double' }, nullable: true },
  { name: 'RID', type: { kind: 'rowid' }, nullable: true },
  { name: 'URID', type: { kind: 'urowid', length: 4000 }, nullable: true },
];

/** Row `i` of ALL_TYPES; every 17th is NULL but for its key. */
export function allTypesRow(i: number): readonly SqlValue[] {
  if (i % 17 === 16) return [sqlNumber(String(i)), ...Array.from({ length: 18 }, () => null)];
  const sign = i % 2 === 1 ? '-' : '';
  const year = 1900 + (i % 200);
  return [
    sqlNumber(String(i)),
    sqlNumber(`${sign}${i}1234567890123456789.${pad(i % 10_000, 4)}`),
    sqlNumber(i % 3 === 0 ? `${sign}0.${'0'.repeat(i % 100)}15` : String(i * 7.25)),
    `name é ü 漢 ${i}`,
    `C${i % 1000}`.padEnd(10),
    `n-🙂-${i}`,
    `N${i % 10}`.padEnd(6),
    { kind: 'date', year, month: 1 + (i % 12), day: 1 + (i % 28), hour: i % 24, minute: i % 60, second: (i * 7) % 60 },
    { kind: 'timestamp', ...clock(2024, 1 + (i % 12), 15), hour: 12, nanosecond: (i % 1_000_000) * 1000 },
    { kind: 'timestamp', ...clock(2024, 2, 29), hour: 23, nanosecond: (i * 1001) % 1_000_000_000 },
    { kind: 'timestamp-tz', ...clock(2024, 7, 1), hour: i % 10, nanosecond: 5e8, offsetMinutes: zone(i), region: null },
    { kind: 'timestamp-ltz', ...clock(2024, 7, 1), hour: 10, nanosecond: 250_000_000 },
    ...intervals(i),
    Buffer.from([i & 0xff, (i >> 8) & 0xff, 0, 255]),
    { kind: 'binary-float', value: Math.fround(i * 0.5) },
    { kind: 'binary-double', value: i * -1.25e100 },
    rowidOf(i),
    rowidOf(i + 1),
  ];
}

function intervals(i: number): readonly SqlValue[] {
  const days = (i % 50) - 20;
  return [
    { kind: 'interval-ds', seconds: days * 86_400 + Math.sign(days) * 3723, nanosecond: Math.sign(days) * 456_000_000 },
    { kind: 'interval-ym', months: (i % 90) * 12 + (i % 12) },
  ];
}

function zone(i: number): number {
  return i % 2 === 1 ? 330 : -180;
}

function clock(year: number, month: number, day: number) {
  return { year, month, day, hour: 0, minute: 34, second: 56, nanosecond: 0 };
}

function pad(value: number, size: number): string {
  return String(value).padStart(size, '0');
}

export const lobText = (id: number): string => `clob é 漢 ${id} `.repeat(id * 5000 + 1);
export const nationalLobText = (id: number): string => `nclob 🙂 ${id} `.repeat(3);
export const lobBytes = (id: number): Buffer => Buffer.alloc(id * 40_000 + 3, id + 1);

/** Five rows of LOBs, all NULL in row 2; or the one asked for. */
export function lobRows(id: number | null): {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly SqlValue[])[];
} {
  const ids = [0, 1, 2, 3, 4].filter((each) => id === null || each === id);
  return {
    columns: [
      { name: 'ID', type: { kind: 'number', precision: null, scale: null }, nullable: true },
      { name: 'C', type: { kind: 'clob' }, nullable: true },
      { name: 'NC', type: { kind: 'nclob' }, nullable: true },
      { name: 'B', type: { kind: 'blob' }, nullable: true },
    ],
    rows: ids.map((each) =>
      each === 2
        ? [sqlNumber('2'), null, null, null]
        : [
            sqlNumber(String(each)),
            { kind: 'clob', text: lobText(each) },
            { kind: 'clob', text: nationalLobText(each) },
            { kind: 'blob', bytes: lobBytes(each) },
          ],
    ),
  };
}
