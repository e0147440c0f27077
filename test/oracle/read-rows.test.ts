import { describe, expect, it } from 'vitest';
import { keyBound } from '../../lib/engine/load/key-bound.ts';
import type { ChunkRange } from '../../lib/model/chunk.ts';
import type { OracleType } from '../../lib/model/oracle-type.ts';
import { scn } from '../../lib/model/scn.ts';
import type { ColumnPlan, TablePlan } from '../../lib/model/table-plan.ts';
import type { CanonicalForm } from '../../lib/model/value.ts';
import { quoteIdentifier, quoteLiteral, quoteTable } from '../../lib/oracle/sql/quoting.ts';
import { readByIdentity, readRange, sampleIdentities } from '../../lib/oracle/sql/read-rows.ts';
import { columnExpression } from '../../lib/oracle/sql/select-list.ts';
import { Placeholders } from '../../lib/oracle/sql/statement.ts';

function column(name: string, type: OracleType, form: CanonicalForm): ColumnPlan {
  return {
    origin: { kind: 'column', name, type },
    targetName: name.toLowerCase(),
    targetType: { kind: 'longtext' },
    form,
    nullable: false,
    loss: null,
  };
}

const a = column('A', { kind: 'number', precision: 10, scale: 0 }, 'decimal');
const b = column('B', { kind: 'char', length: 5, unit: 'byte', bytes: 5 }, 'char');
const d = column('D', { kind: 'date' }, 'datetime');

const table: TablePlan = {
  tableId: 'S.T',
  source: { schema: 'S', table: 'Order Items' },
  target: { schema: 's', table: 't' },
  organization: 'heap',
  columns: [a, b, d],
  identity: { kind: 'key', name: 'PRIMARY', columns: [0, 2] },
  uniqueKeys: [],
  rowsEstimated: null,
  averageRowBytes: null,
  sourcePartitions: [],
};

const at = scn(9_007_199_254_740_993n);
const list = `t."A", t."B", TO_CHAR(t."D", 'SYYYY-MM-DD HH24:MI:SS')`;
const rowid: ChunkRange = { kind: 'rowid', partition: null, partitionKind: 'none', from: null, to: null };

describe('a range', () => {
  it('without bounds is the whole table as of the SCN', () => {
    expect(readRange(table, rowid, at)).toEqual({
      text: `SELECT ${list} FROM "S"."Order Items" AS OF SCN :1 t`,
      binds: [9_007_199_254_740_993n],
    });
  });

  it('of ROWIDs is half-open', () => {
    const range = { ...rowid, partition: 'P 1', partitionKind: 'partition' as const, from: 'AAA', to: 'BBB' };
    expect(readRange(table, range, at)).toEqual({
      text: `SELECT ${list} FROM "S"."Order Items" PARTITION ("P 1") AS OF SCN :1 t WHERE t.ROWID >= CHARTOROWID(:2) AND t.ROWID < CHARTOROWID(:3)`,
      binds: [at, 'AAA', 'BBB'],
    });
  });

  it('of keys compares composite keys in their order', () => {
    const range: ChunkRange = {
      kind: 'key',
      partition: null,
      partitionKind: 'none',
      from: ['5', '2024-01-01 00:00:00'],
      to: ['7', '2024-02-01 00:00:00'],
    };
    const date = (bind: number): string => `TO_DATE(:${bind}, 'SYYYY-MM-DD HH24:MI:SS')`;
    expect(readRange(table, range, at)).toEqual({
      text:
        `SELECT ${list} FROM "S"."Order Items" AS OF SCN :1 t WHERE ` +
        `(t."A" >= TO_NUMBER(:2) AND (t."A" > TO_NUMBER(:3) OR (t."D" >= ${date(4)}))) AND ` +
        `(t."A" <= TO_NUMBER(:5) AND (t."A" < TO_NUMBER(:6) OR (t."D" < ${date(7)})))`,
      binds: [at, '5', '5', '2024-01-01 00:00:00', '7', '7', '2024-02-01 00:00:00'],
    });
  });

  it('of a table without a key ends in its ROWID', () => {
    const parts = (['object', 'file', 'block', 'row'] as const).map((part): ColumnPlan => ({
      ...a,
      origin: { kind: 'rowid-part', part },
    }));
    const keyless: TablePlan = { ...table, columns: [a, ...parts], identity: { kind: 'rowid', columns: [1, 2, 3, 4] } };
    expect(readRange(keyless, rowid, at).text).toBe('SELECT t."A", t.ROWID FROM "S"."Order Items" AS OF SCN :1 t');
    expect(readByIdentity(keyless, [], ['AAA', 'BBB'], at).text).toBe(
      'SELECT t."A", t.ROWID FROM "S"."Order Items" AS OF SCN :1 t WHERE t.ROWID IN (CHARTOROWID(:2), CHARTOROWID(:3))',
    );
  });
});

describe('rows by identity', () => {
  it('are found by equality of all key columns; CHAR without regard to padding', () => {
    const byText: TablePlan = { ...table, identity: { kind: 'key', name: 'PRIMARY', columns: [1] } };
    expect(readByIdentity(byText, [['x'], ['']], [], at)).toEqual({
      text: `SELECT ${list} FROM "S"."Order Items" AS OF SCN :1 t WHERE (t."B" = CAST(:2 AS CHAR(5 BYTE))) OR (t."B" = CAST(:3 AS CHAR(5 BYTE)))`,
      binds: [at, 'x', ' '],
    });
  });

  it('are sampled in key order', () => {
    expect(sampleIdentities(table, 1_000, at)).toEqual({
      text:
        'SELECT n.* FROM (SELECT k.*, ROWNUM AS "POSITION" FROM (' +
        `SELECT t."A" AS "K1", TO_CHAR(t."D", 'SYYYY-MM-DD HH24:MI:SS') AS "K2" FROM "S"."Order Items" AS OF SCN :1 t ORDER BY t."A", t."D"` +
        ') k) n WHERE MOD(n."POSITION", :2) = 0 ORDER BY n."POSITION"',
      binds: [at, 1_000],
    });
  });

  it('that are bytes travel as base64', () => {
    expect(keyBound([new Uint8Array([10, 255])])).toEqual(['Cv8=']);
    const raw = column('R', { kind: 'raw', length: 4 }, 'bytes');
    const byBytes: TablePlan = { ...table, columns: [raw], identity: { kind: 'key', name: 'PRIMARY', columns: [0] } };
    const range: ChunkRange = { kind: 'key', partition: null, partitionKind: 'none', from: ['Cv8='], to: null };
    expect(readRange(byBytes, range, at).binds).toEqual([at, new Uint8Array([10, 255])]);
  });
});

describe('columns', () => {
  it.each<[OracleType, CanonicalForm, string]>([
    [{ kind: 'timestamp', digits: 6 }, 'timestamp', `TO_CHAR(t."C", 'SYYYY-MM-DD HH24:MI:SS.FF9')`],
    [{ kind: 'timestamp', digits: 0 }, 'timestamp', `TO_CHAR(t."C", 'SYYYY-MM-DD HH24:MI:SS.FF9')`],
    [{ kind: 'timestamp-zone', digits: 9 }, 'timestamp-zone', `TO_CHAR(t."C", 'SYYYY-MM-DD HH24:MI:SS.FF9 TZH:TZM')`],
    [{ kind: 'timestamp-local', digits: 3 }, 'timestamp-local', `TO_CHAR(t."C", 'SYYYY-MM-DD HH24:MI:SS.FF9')`],
    [{ kind: 'interval-year-month', yearDigits: 2 }, 'interval-year-month', 'TO_CHAR(t."C")'],
    [{ kind: 'blob' }, 'blob', 't."C"'],
  ])('%j', (type, form, expression) => {
    expect(columnExpression(column('C', type, form), 'C')).toBe(expression);
  });

  it('with local time zone are asked for in the zone of the project', () => {
    const local = column('C', { kind: 'timestamp-local', digits: 0 }, 'timestamp-local');
    expect(columnExpression(local, 'C', '+08:00')).toBe(
      `TO_CHAR(t."C" AT TIME ZONE '+08:00', 'SYYYY-MM-DD HH24:MI:SS.FF9')`,
    );
  });
});

describe('quoting', () => {
  it('keeps every name and doubles apostrophes', () => {
    expect(quoteTable({ schema: 'S', table: "it's `x`" })).toBe('"S"."it\'s `x`"');
    expect(quoteLiteral("it's")).toBe("'it''s'");
  });

  it('refuses names that Oracle cannot have', () => {
    for (const name of ['', 'a"b', 'a\0b']) expect(() => quoteIdentifier(name)).toThrow(/NAME_REFUSED/);
  });

  it('pads lists to a few lengths', () => {
    const placeholders = new Placeholders();
    expect(placeholders.list(['a', 'b'])).toBe(':1, :2, :3, :4, :5, :6, :7, :8, :9, :10');
    expect(placeholders.statement('').binds).toEqual(['a', ...new Array<string>(9).fill('b')]);
    expect(() => new Placeholders().list([])).toThrow(RangeError);
    expect(() => new Placeholders().list(new Array<string>(1_001).fill('x'))).toThrow(RangeError);
  });
});
