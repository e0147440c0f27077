import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BothSides, startBothSides } from './support/both-sides.ts';
import { readReport, tablesOf } from './support/project-state.ts';
import { seawardEnds } from './support/seaward-process.ts';

/* Tables of every kind, with rows lost, added and changed on the target behind the product's back. */
describe('tables of every kind', { timeout: 120_000 }, () => {
  let sides: BothSides;
  beforeAll(async () => {
    sides = await startBothSides();
    await sides.onSource(...shapes);
  });
  afterAll(async () => sides[Symbol.asyncDispose]());

  it('are loaded, and what was planted in each is found, repaired and gone', async () => {
    const place = await sides.project('shapes', 'SHAPES');
    const command = ['run', place.file, '--local', '--state', place.state, '--report', place.report];
    await seawardEnds(0, [...command, '--until', 'full']);
    await sides.onTarget(...planted);
    const found = await seawardEnds(3, command);
    expect(found).toMatch(/Gate VerificationDecision/u);
    const before = await readReport(place.report);
    const differ = before.tables.map(({ source, verification: seen }) => [
      source,
      seen?.missing,
      seen?.extra,
      seen?.different,
    ]);
    expect(differ).toEqual([
      [`SHAPES.${thirty}`, 0, 0, 0],
      ['SHAPES.BY_TEXT_AND_DATE', 1, 1, 1],
      ['SHAPES.KEYLESS', 2, 0, 1],
      ['SHAPES.Mixed Case', 1, 1, 1],
      ['SHAPES.ORGANIZED', 1, 1, 1],
      ['SHAPES.PARTS', 1, 0, 1],
      ['SHAPES.WIDE', 1, 0, 4],
      ['SHAPES.select', 0, 1, 0],
    ]);
    const answers = path.join(sides.directory, 'answers.json');
    await writeFile(answers, JSON.stringify({ VerificationDecision: 'repair-and-delete' }));
    await seawardEnds(0, [...command, '--answers', answers]);
    const report = await readReport(place.report);
    expect(report).toMatchObject({ outcome: 'completed', discrepancies: 0 });
    expect(await sides.compare('SHAPES', 'shapes', tablesOf(report))).toMatchObject({ differences: 0, rows: 1_576 });
  });
});

/** As long as a name of Oracle 12.1 may be. */
const thirty = 'A23456789012345678901234567890';

const shapes: readonly string[] = [
  'CREATE USER shapes IDENTIFIED BY "s" QUOTA UNLIMITED ON users',
  `CREATE TABLE shapes.wide (id NUMBER(38) PRIMARY KEY, n NUMBER, ns NUMBER(5,-2), i INTEGER, f FLOAT, bf BINARY_FLOAT,
     bd BINARY_DOUBLE, c CHAR(10), nc NCHAR(5), vb VARCHAR2(10 BYTE), vc VARCHAR2(10 CHAR), nv NVARCHAR2(20),
     v4000 VARCHAR2(4000), r RAW(20), d DATE, t TIMESTAMP, t0 TIMESTAMP(0), tz TIMESTAMP(6) WITH TIME ZONE,
     iy INTERVAL YEAR(4) TO MONTH, ids INTERVAL DAY(3) TO SECOND(6), cl CLOB, ncl NCLOB, bl BLOB)`,
  `INSERT INTO shapes.wide VALUES (1, 12345678901234567890.123, 12345, 99999999999999999999999999999999999999, 1.5, 1.5,
     1e300d, ' a ', N'é', 'b', 'ünïcödé', N'李😀', RPAD('z', 4000, 'z'), HEXTORAW('00FF10'), DATE '1582-10-04',
     TIMESTAMP '2024-02-29 23:59:59.123456', TIMESTAMP '1999-12-31 00:00:00', TIMESTAMP '2024-01-01 12:00:00.5 +05:30',
     INTERVAL '3-6' YEAR TO MONTH, INTERVAL '-1 02:03:04.56' DAY TO SECOND, 'clob '' \\ text', N'nclob 李', HEXTORAW('CAFE'))`,
  'INSERT INTO shapes.wide (id) VALUES (-5)',
  "INSERT INTO shapes.wide (id, c, cl, bl, vb) VALUES (3, '          ', EMPTY_CLOB(), EMPTY_BLOB(), '')",
  "INSERT INTO shapes.wide (id, d, bd) VALUES (4, DATE '9999-12-31', -2.5e-300d)",
  'INSERT INTO shapes.wide (id) VALUES (5)',
  'CREATE TABLE shapes."select" ("from" NUMBER(5) PRIMARY KEY, "key" DATE, "back`tick" NUMBER(3))',
  'INSERT INTO shapes."select" VALUES (1, DATE \'2020-01-01\', 7)',
  'CREATE TABLE shapes."Mixed Case" ("Id" NUMBER(5) PRIMARY KEY, "Some Text" VARCHAR2(10))',
  'INSERT INTO shapes."Mixed Case" SELECT LEVEL, \'t\' || LEVEL FROM dual CONNECT BY LEVEL <= 10',
  `CREATE TABLE shapes.${thirty} (b23456789012345678901234567890 NUMBER(9) PRIMARY KEY)`,
  `INSERT INTO shapes.${thirty} SELECT LEVEL FROM dual CONNECT BY LEVEL <= 10`,
  `CREATE TABLE shapes.by_text_and_date (code VARCHAR2(20), day DATE, v NUMBER(5), PRIMARY KEY (code, day))`,
  `INSERT INTO shapes.by_text_and_date SELECT 'c' || MOD(LEVEL, 7), DATE '2020-01-01' + LEVEL, LEVEL FROM dual
     CONNECT BY LEVEL <= 200`,
  `CREATE TABLE shapes.parts (id NUMBER(9) PRIMARY KEY, made DATE NOT NULL, v VARCHAR2(5)) PARTITION BY HASH (id) PARTITIONS 3`,
  "INSERT INTO shapes.parts SELECT LEVEL, DATE '2020-06-01' + LEVEL, 'v' || MOD(LEVEL, 7) FROM dual CONNECT BY LEVEL <= 1000",
  'CREATE TABLE shapes.organized (k VARCHAR2(12) PRIMARY KEY, v NUMBER(9,3)) ORGANIZATION INDEX',
  "INSERT INTO shapes.organized SELECT 'k' || LEVEL, LEVEL / 8 FROM dual CONNECT BY LEVEL <= 300",
  'CREATE TABLE shapes.keyless (a NUMBER(4), b VARCHAR2(10))',
  "INSERT INTO shapes.keyless SELECT 1, 'same' FROM dual CONNECT BY LEVEL <= 50",
];

const planted: readonly string[] = [
  'DELETE FROM shapes.wide WHERE id = 5',
  "UPDATE shapes.wide SET v4000 = CONCAT('x', SUBSTR(v4000, 2)) WHERE id = 1",
  "UPDATE shapes.wide SET vb = '' WHERE id = 3",
  'UPDATE shapes.wide SET bl = 0x00 WHERE id = -5',
  "UPDATE shapes.wide SET d = '9999-12-30' WHERE id = 4",
  'INSERT INTO shapes.`select` VALUES (2, NULL, NULL)',
  'DELETE FROM shapes.`mixed case` WHERE id = 3',
  "UPDATE shapes.`mixed case` SET `some text` = 'other' WHERE id = 4",
  "INSERT INTO shapes.`mixed case` VALUES (99, 'new')",
  'DELETE FROM shapes.by_text_and_date WHERE v = 10',
  'UPDATE shapes.by_text_and_date SET v = 9999 WHERE v = 11',
  "INSERT INTO shapes.by_text_and_date VALUES ('c1', '1999-01-01', 1)",
  'DELETE FROM shapes.parts WHERE id = 500',
  "UPDATE shapes.parts SET v = 'V1' WHERE id = 501",
  "DELETE FROM shapes.organized WHERE k = 'k7'",
  "UPDATE shapes.organized SET v = v + 0.001 WHERE k = 'k8'",
  "INSERT INTO shapes.organized VALUES ('zz', 1)",
  'DELETE FROM shapes.keyless LIMIT 2',
  "UPDATE shapes.keyless SET b = 'Same' LIMIT 1",
];
