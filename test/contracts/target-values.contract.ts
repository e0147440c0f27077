import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CanonicalRow, CanonicalValue } from '../../lib/model/value.ts';
import type { TargetAddress } from '../../lib/oceanbase/client/connection.ts';
import { textLiteral } from '../../lib/oceanbase/sql/literal.ts';
import { quoteIdentifier } from '../../lib/oceanbase/sql/identifier.ts';
import { bigint, decimal, type TestColumn, testTable, varchar } from '../support/target-plan.ts';
import { limit, TargetBench } from './target-doors.ts';

/** What is written is what is read: every value, on both ways of writing. */
export function targetValuesContract(target: () => Promise<TargetAddress>): void {
  let bench: TargetBench;
  beforeAll(async () => {
    bench = await TargetBench.open(await target());
  });
  afterAll(async () => bench[Symbol.asyncDispose]());

  let tables = 0;
  /** Writes values of one column, one per row, and reads them back in order. */
  async function roundTrip(
    column: Omit<TestColumn, 'name'>,
    values: readonly CanonicalValue[],
    mode: 'bulk' | 'strict',
  ): Promise<readonly (CanonicalValue | undefined)[]> {
    tables += 1;
    const table = await bench.create(
      testTable(bench.database, `v${tables}`, [bigint('id'), { name: 'v', ...column }], ['id']),
    );
    const rows = values.map((value, index): CanonicalRow => [String(index), value]);
    const outcome = await bench.write(table.plan, rows, mode);
    expect(outcome.mode).toBe(mode);
    const read = [...(await bench.readAll(table.plan))].sort((a, b) => Number(a[0]) - Number(b[0]));
    return read.map((row) => row[1]);
  }

  describe.each(['bulk', 'strict'] as const)('%s', (mode) => {
    test('every byte value of a VARBINARY comes back, also empty and NULL', async () => {
      const values: CanonicalValue[] = [null, new Uint8Array(), Uint8Array.from({ length: 256 }, (_, byte) => byte)];
      for (let byte = 0; byte < 256; byte += 1) values.push(Uint8Array.of(byte), Uint8Array.of(byte, 0x0a));
      const read = await roundTrip({ type: { kind: 'varbinary', length: 300 }, form: 'bytes' }, values, mode);
      expect(read).toEqual(values);
    });

    test('every code point class of a VARCHAR comes back', async () => {
      const values: CanonicalValue[] = [
        null,
        "'",
        '\\',
        '\\N',
        'NULL',
        '\\\\',
        "\\'",
        '\t',
        '\n',
        '\r\n',
        ' ',
        'a ',
        '"',
        '`',
      ];
      for (let code = 0; code < 0x180; code += 1) values.push(String.fromCodePoint(code));
      for (const code of [0x7ff, 0x800, 0xd7ff, 0xe000, 0xfeff, 0xfffd, 0xffff, 0x10000, 0x1f600, 0x10ffff]) {
        values.push(String.fromCodePoint(code), `a${String.fromCodePoint(code)}\\`);
      }
      values.push('😀'.repeat(40), 'ä'.repeat(40));
      const read = await roundTrip({ type: { kind: 'varchar', length: 40 }, form: 'text' }, values, mode);
      expect(read).toEqual(values);
    });

    test('a CHAR of blanks only is the zero-length text and not NULL', async () => {
      const values = ['', 'a', null, 'a b'];
      const read = await roundTrip({ type: { kind: 'char', length: 10 }, form: 'char' }, values, mode);
      expect(read).toEqual(values);
    });

    test('dates at both ends of the calendar come back', async () => {
      const values = [
        '0001-01-01 00:00:00',
        '0099-02-28 23:59:59',
        '1582-10-10 12:00:00',
        '1900-02-28 00:00:00',
        '2000-02-29 02:30:00',
        '2024-03-31 02:30:00',
        '9999-12-31 23:59:59',
        null,
      ];
      expect(await roundTrip({ type: { kind: 'datetime', digits: 0 }, form: 'datetime' }, values, mode)).toEqual(
        values,
      );
    });

    test('timestamps keep six digits, without trailing zeros', async () => {
      const values = [
        '0001-01-01 00:00:00.000001',
        '9999-12-31 23:59:59.999999',
        '2024-02-14 10:58:02.2',
        '2024-02-14 10:58:02',
      ];
      const read = await roundTrip({ type: { kind: 'datetime', digits: 6 }, form: 'timestamp' }, values, mode);
      expect(read).toEqual(values);
    });

    test('a DECIMAL of 65 digits is exact', async () => {
      const integer = '9'.repeat(35);
      const fraction = '123456789012345678901234567891';
      const values = [
        '0',
        '-0.000000000000000000000000000001',
        `${integer}.${fraction}`,
        `-${integer}.${fraction}`,
        '12.5',
        '100',
      ];
      const read = await roundTrip(
        { type: { kind: 'decimal', precision: 65, scale: 30 }, form: 'decimal' },
        values,
        mode,
      );
      expect(read).toEqual(values);
    });

    test('a BIGINT is exact at both ends', async () => {
      const values = ['9223372036854775807', '-9223372036854775808', '9007199254740993', '0'];
      expect(await roundTrip({ type: { kind: 'bigint' }, form: 'decimal' }, values, mode)).toEqual(values);
    });

    test('a DOUBLE is the same double', async () => {
      const values = [
        '0.1',
        '1.7976931348623157e+308',
        '-1e-7',
        '1e+21',
        '2.2250738585072014e-308',
        '123456789.12345679',
        '0',
      ];
      expect(await roundTrip({ type: { kind: 'double' }, form: 'double' }, values, mode)).toEqual(values);
    });

    test('an empty CLOB and an empty BLOB are not NULL, and 4-byte characters fill a CLOB', async () => {
      const texts = ['', null, '😀'.repeat(40_000), 'x\ny\tz\\'];
      expect(await roundTrip({ type: { kind: 'longtext' }, form: 'clob' }, texts, mode)).toEqual(texts);
      const blobs = [new Uint8Array(), null, Uint8Array.from({ length: 100_000 }, (_, index) => index % 256)];
      expect(await roundTrip({ type: { kind: 'longblob' }, form: 'blob' }, blobs, mode)).toEqual(blobs);
    });

    test('a BLOB of 20 MB comes back', async () => {
      const blob = new Uint8Array(
        Buffer.alloc(
          20 * 1024 * 1024,
          Uint8Array.from({ length: 257 }, (_, index) => index % 256),
        ),
      );
      const [read] = await roundTrip({ type: { kind: 'longblob' }, form: 'blob' }, [blob], mode);
      expect(read instanceof Uint8Array && Buffer.compare(read, blob) === 0).toBe(true);
    });

    test('a table of 1,000 columns is written and read', async () => {
      // InnoDB keeps 8,126 bytes of a row in its page, whatever the manual says of 65,535.
      const columns = Array.from({ length: 999 }, (_, index) => {
        if (index % 20 === 0) return varchar(`c${index}`, 4);
        return index % 3 === 0 ? bigint(`c${index}`, true) : decimal(`c${index}`, 5, 0);
      });
      const table = await bench.create(testTable(bench.database, `wide_${mode}`, [bigint('id'), ...columns], ['id']));
      const rows = Array.from({ length: 20 }, (_, row): CanonicalRow => [
        String(row),
        ...columns.map((_column, index) => ((row + index) % 7 === 0 ? null : String((row * index) % 1_000))),
      ]);
      expect((await bench.write(table.plan, rows, mode)).mode).toBe(mode);
      expect([...(await bench.readAll(table.plan))].sort((a, b) => Number(a[0]) - Number(b[0]))).toEqual(rows);
    });

    test('names with quotes, back-ticks, spaces and reserved words are names', async () => {
      const name = `we\`ird 'name" \\ ${mode}`;
      const columns = [
        bigint('select'),
        varchar('a`b', 10),
        varchar("it's", 10),
        varchar('two words', 10),
        varchar('ключ', 10),
      ];
      const table = await bench.create(testTable(bench.database, name, columns, ['select']));
      const rows: CanonicalRow[] = [['1', 'a', 'b', 'c', 'd']];
      expect((await bench.write(table.plan, rows, mode)).mode).toBe(mode);
      expect(await bench.readAll(table.plan)).toEqual(rows);
      expect(await bench.schema.tableExists(table.plan.target, limit())).toBe(true);
      expect(await bench.schema.columns(table.plan.target, limit())).toEqual(columns.map((column) => column.name));
    });
  });

  test('a literal is the same text with and without NO_BACKSLASH_ESCAPES and ANSI_QUOTES', async () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom("'", '\\', '"', '`', '\0', '\x1a', '\n', '%', '_'),
        fc.string({ unit: 'binary', maxLength: 1 }),
      ),
      maxLength: 30,
    });
    const modes = ['', 'NO_BACKSLASH_ESCAPES', 'ANSI_QUOTES', 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT'];
    await fc.assert(
      fc.asyncProperty(text, fc.constantFrom(...modes), async (value, sqlMode) => {
        await bench.sql(`SET SESSION sql_mode = '${sqlMode}'`);
        const [row] = await bench.ask(
          `SELECT HEX(${textLiteral(value)}), ${textLiteral(value)} = ${textLiteral(value)}`,
        );
        expect(row).toEqual([Buffer.from(value, 'utf8').toString('hex').toUpperCase(), '1']);
      }),
      { numRuns: 300 },
    );
    await bench.sql(`SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_IN_DATE'`);
  });

  test('an identifier of any characters is one identifier', async () => {
    const name = fc
      .string({
        unit: fc.oneof(
          fc.constantFrom('`', "'", '"', '\\', ' ', '.', ';', '-'),
          fc.string({ unit: 'grapheme', maxLength: 1 }),
        ),
        minLength: 1,
        maxLength: 20,
      })
      .filter((text) => text.trim() === text && text !== '' && !/[\0\u{10000}-\u{10ffff}]/u.test(text));
    await fc.assert(
      fc.asyncProperty(name, async (alias) => {
        const query = `SELECT ${quoteIdentifier('c')} FROM (SELECT 1 AS ${quoteIdentifier('c')}, 2 AS ${quoteIdentifier(`x${alias}`)}) AS t WHERE ${quoteIdentifier(`x${alias}`)} = 2`;
        expect(await bench.ask(query)).toEqual([['1']]);
      }),
      { numRuns: 100 },
    );
  });
}
