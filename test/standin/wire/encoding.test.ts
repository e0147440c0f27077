/** Bytes as DUMP() shows them in Oracle's documentation and as computed by hand; never from the encoder itself. */
import { describe, expect, it } from 'vitest';
import type { DateTimeValue, OracleNumber } from '../../../lib/standin/sql/values/value.ts';
import { decodeDate, decodeTimestampTz, writeDateTime } from '../../../lib/standin/wire/datetime-bytes.ts';
import { writeIntervalDs, writeIntervalYm } from '../../../lib/standin/wire/datetime-bytes.ts';
import { writeBinaryDouble } from '../../../lib/standin/wire/float-bytes.ts';
import { decodeNumber } from '../../../lib/standin/sql/values/number-encoding.ts';
import { writeNumber } from '../../../lib/standin/wire/number-bytes.ts';
import { Reader, NeedMore } from '../../../lib/standin/wire/reader.ts';
import { physicalRowid, writeUrowid } from '../../../lib/standin/wire/rowid-bytes.ts';
import { statementShape } from '../../../lib/standin/wire/statement-shape.ts';
import { Writer } from '../../../lib/standin/wire/writer.ts';

function written(write: (writer: Writer) => void): number[] {
  const writer = new Writer(4);
  write(writer);
  return [...writer.view()];
}

function num(coefficient: number | bigint, exponent = 0): OracleNumber {
  return { kind: 'number', coefficient, exponent };
}

describe('NUMBER', () => {
  it.each([
    ['0', num(0), [128]],
    ['1', num(1), [193, 2]],
    ['-1', num(-1), [62, 100, 102]],
    ['10', num(1, 1), [193, 11]],
    ['100', num(1, 2), [194, 2]],
    ['123', num(123), [194, 2, 24]],
    ['123.45', num(12_345, -2), [194, 2, 24, 46]],
    ['-123.45', num(-12_345, -2), [61, 100, 78, 56, 102]],
    ['0.1', num(1, -1), [192, 11]],
    ['0.01', num(1, -2), [192, 2]],
    ['0.001', num(1, -3), [191, 11]],
    ['1E125', num(1, 125), [255, 11]],
    ['1E-130', num(1, -130), [128, 2]],
    ['-1E-130', num(-1, -130), [127, 100, 102]],
    ['2^53 + 1', num(9_007_199_254_740_993n), [200, 91, 8, 20, 93, 55, 75, 10, 94]],
    ['38 nines', num(10n ** 38n - 1n), [211, ...Array.from({ length: 19 }, () => 100)]],
    ['-38 nines', num(1n - 10n ** 38n), [44, ...Array.from({ length: 19 }, () => 2), 102]],
    ['40 digits', num(-(10n ** 40n - 1n)), [43, ...Array.from({ length: 20 }, () => 2)]],
  ])('%s', (_text, value, bytes) => {
    expect(written((writer) => writeNumber(writer, value))).toEqual([bytes.length, ...bytes]);
    expect(decodeNumber(Uint8Array.from(bytes))).toEqual(value);
  });

  it('survives for every magnitude of a safe integer and every scale', () => {
    for (let magnitude = 1; magnitude < 16; magnitude += 1) {
      for (let exponent = -130; exponent <= 100; exponent += 1) {
        const coefficient = Number('9'.repeat(magnitude - 1) + '7');
        const bytes = written((writer) => writeNumber(writer, num(-coefficient, exponent)));
        expect(decodeNumber(Uint8Array.from(bytes.slice(1)))).toEqual(num(-coefficient, exponent));
      }
    }
  });
});

describe('dates', () => {
  const midnight = { month: 1, day: 1, hour: 0, minute: 0, second: 0 };
  it.each<[string, DateTimeValue, number[]]>([
    [
      '2024-02-29 23:59:58',
      { kind: 'date', year: 2024, month: 2, day: 29, hour: 23, minute: 59, second: 58 },
      [120, 124, 2, 29, 24, 60, 59],
    ],
    ['0001-01-01', { kind: 'date', year: 1, ...midnight }, [100, 101, 1, 1, 1, 1, 1]],
    ['4712 BC', { kind: 'date', year: -4712, ...midnight }, [53, 88, 1, 1, 1, 1, 1]],
    ['1 BC', { kind: 'date', year: -1, ...midnight }, [100, 99, 1, 1, 1, 1, 1]],
    [
      'a timestamp without fraction',
      { kind: 'timestamp', year: 2024, ...midnight, nanosecond: 0 },
      [120, 124, 1, 1, 1, 1, 1],
    ],
    [
      'a timestamp of one nanosecond',
      { kind: 'timestamp', year: 2024, ...midnight, nanosecond: 1 },
      [120, 124, 1, 1, 1, 1, 1, 0, 0, 0, 1],
    ],
    [
      'a zoned timestamp',
      { kind: 'timestamp-tz', year: 2024, ...midnight, nanosecond: 0, offsetMinutes: -570, region: null },
      [120, 124, 1, 1, 1, 1, 1, 0, 0, 0, 0, 11, 30],
    ],
  ])('%s', (_text, value, bytes) => {
    expect(written((writer) => writeDateTime(writer, value))).toEqual([bytes.length, ...bytes]);
    if (value.kind === 'date') expect(decodeDate(Buffer.from(bytes))).toEqual(value);
    if (value.kind === 'timestamp-tz') expect(decodeTimestampTz(Buffer.from(bytes))).toEqual(value);
  });

  it('intervals carry their sign in every field', () => {
    const seconds = -(2 * 86_400 + 3 * 3600 + 4 * 60 + 5);
    expect(written((writer) => writeIntervalDs(writer, { kind: 'interval-ds', seconds, nanosecond: -6 }))).toEqual([
      11, 0x7f, 0xff, 0xff, 0xfe, 57, 56, 55, 0x7f, 0xff, 0xff, 0xfa,
    ]);
    expect(written((writer) => writeIntervalYm(writer, { kind: 'interval-ym', months: -14 }))).toEqual([
      5, 0x7f, 0xff, 0xff, 0xff, 58,
    ]);
  });
});

describe('other values', () => {
  it('BINARY_DOUBLE orders by its bytes', () => {
    expect(written((writer) => writeBinaryDouble(writer, 1))).toEqual([8, 0xbf, 0xf0, 0, 0, 0, 0, 0, 0]);
    expect(written((writer) => writeBinaryDouble(writer, -1))).toEqual([8, 0x40, 0x0f, 255, 255, 255, 255, 255, 255]);
  });

  it('a universal rowid says of which kind it is', () => {
    const rowid = { kind: 'rowid', object: 74_321, file: 7, block: 131, row: 63 } as const;
    const physical = [1, 1, 13, 1, 0, 1, 0x22, 0x51, 0, 7, 0, 0, 0, 131, 0, 63];
    expect(written((writer) => writeUrowid(writer, rowid))).toEqual(physical);
    expect(written((writer) => writeUrowid(writer, 'AAASJRAAHAAAACDAA/'))).toEqual(physical);
    expect(written((writer) => writeUrowid(writer, '*BAEASqoCwQL+'))).toEqual([
      1, 1, 10, 2, 4, 1, 0, 0x4a, 0xaa, 2, 0xc1, 2, 0xfe,
    ]);
    expect(physicalRowid('AAASJRAAHAAAACDAA/')).toEqual(rowid);
    expect(physicalRowid('*BAEASqoCwQL+')).toBeNull();
  });

  it.each([
    ['abc', [3, 97, 98, 99]],
    ['é', [2, 195, 169]],
    ['', [0]],
  ])('text %j', (text, bytes) => {
    expect(written((writer) => writer.text(text))).toEqual(bytes);
  });

  it('long text goes in one chunk', () => {
    const bytes = written((writer) => writer.text('é'.repeat(200)));
    expect(bytes.slice(0, 4)).toEqual([254, 2, 1, 144]);
    expect(bytes).toHaveLength(405);
    expect(new Reader(Buffer.from(bytes)).text()).toBe('é'.repeat(200));
  });

  it.each([0, 1, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, 2 ** 47, -5])('integer %i', (value) => {
    const bytes = Buffer.from(written((writer) => writer.integer(value)));
    expect(bytes.length).toBeLessThanOrEqual(7);
    expect(new Reader(bytes).integer()).toBe(value);
  });

  it('a reader never reads beyond its bytes', () => {
    expect(() => new Reader(Buffer.from([5, 1, 2])).bytes()).toThrow(NeedMore);
    expect(() => new Reader(Buffer.from([2, 1])).integer()).toThrow(NeedMore);
  });
});

describe('the shape of a statement', () => {
  it.each([
    ['select :a, :b, :a from dual', 'query', ['A', 'B', 'A'], 3],
    ['  /* :no */ with q as (select 1 from dual) select * from q where x = :x', 'query', ['X'], 1],
    ["select ':no', q'[it's :no]', \":no\", :yes -- :no\n from dual", 'query', ['YES'], 1],
    ["select 'it''s :no' || :yes from dual", 'query', ['YES'], 1],
    ['(select :a from dual)', 'query', ['A'], 1],
    ['begin :x := f(:y); g(:x); end;', 'block', ['X', 'Y'], 2],
    ['call p(:x)', 'block', ['X'], 1],
    ['insert into t values (:1, :2) returning id, rowid into :3, :4', 'dml', ['1', '2', '3', '4'], 2],
    ['update t set a = :a where b = :b return c into :c', 'dml', ['A', 'B', 'C'], 2],
    ['insert into t select a into_x, :b from u', 'dml', ['B'], 1],
    ['select :"Mixed" from dual', 'query', ['Mixed'], 1],
    ["create table t (a date default to_date('10:30', 'HH24:MI'))", 'other', [], 0],
    ['', 'other', [], 0],
    ["select 'never closed :no", 'query', [], 0],
  ])('%s', (text, kind, names, returningFrom) => {
    expect(statementShape(text)).toMatchObject({ kind, names, returningFrom });
  });

  it('of a literal of a million characters is found', () => {
    expect(statementShape(`select '${"x''".repeat(400_000)}', :a from dual`).names).toEqual(['A']);
  });
});
