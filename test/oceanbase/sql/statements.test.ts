import { describe, expect, test } from 'vitest';
import { Fault } from '../../../lib/model/fault.ts';
import { loginName } from '../../../lib/oceanbase/client/login-name.ts';
import { decimalLiteral, doubleLiteral, textLiteral, wholeLiteral } from '../../../lib/oceanbase/sql/literal.ts';
import { lineOf, loadStatement, parseLoadCounts } from '../../../lib/oceanbase/sql/load-data.ts';
import { manipulationOf } from '../../../lib/oceanbase/sql/manipulation.ts';
import { selectRange } from '../../../lib/oceanbase/sql/range-select.ts';
import { parseRowid } from '../../../lib/oceanbase/sql/rowid-text.ts';
import { bigint, testTable, varchar } from '../../support/target-plan.ts';

const bytes = { name: 'b', type: { kind: 'varbinary' as const, length: 9 }, form: 'bytes' as const };
const { plan } = testTable('db', 't', [bigint('id'), varchar('k', 9, false), bytes], ['id', 'k']);

describe('literals', () => {
  test('a backslash is written by its bytes', () => {
    expect(textLiteral("it's")).toBe("'it''s'");
    expect(textLiteral('C:\\x')).toBe("_utf8mb4 X'433a5c78'");
  });

  test('numbers are exact, approximate or whole, and nothing else gets through', () => {
    expect([decimalLiteral('-12.5'), doubleLiteral('1.5'), doubleLiteral('1e+300'), wholeLiteral('7')]).toEqual([
      '-12.5',
      '1.5e0',
      '1e+300',
      '7',
    ]);
    for (const text of ['1;DROP', '', '1e5', '--1', ' 1']) expect(() => decimalLiteral(text)).toThrow(Fault);
    for (const text of ['NaN', 'Infinity', "1'"]) expect(() => doubleLiteral(text)).toThrow(Fault);
    expect(() => wholeLiteral('1.5')).toThrow(Fault);
    expect(() => decimalLiteral('1'.repeat(66))).toThrow(Fault);
  });
});

describe('statements', () => {
  test('a load names its columns, and decodes bytes on the server', () => {
    expect(loadStatement(plan)).toBe(
      "LOAD DATA LOCAL INFILE 'rows' INTO TABLE `db`.`t` CHARACTER SET binary (`id`, `k`, @b2) SET `b` = UNHEX(@b2)",
    );
  });

  test('a line escapes what the server would take for structure', () => {
    expect(lineOf(plan)(['1', 'a\tb\nc\\', Uint8Array.of(0, 255)])).toBe('1\ta\\tb\\nc\\\\\t00ff\n');
    expect(lineOf(plan)(['1', '\\N', null])).toBe('1\t\\\\N\t\\N\n');
  });

  test('keys are deleted byte for byte, and read as the target compares them', () => {
    const { deleteExact, selectByKeys } = manipulationOf(plan);
    expect(deleteExact([['1', 'a', null]])).toBe(
      "DELETE FROM `db`.`t` WHERE (`id` = 1 AND `k` = 'a' AND CAST(`k` AS BINARY) = 'a')",
    );
    expect(
      selectByKeys([
        ['1', 'a'],
        ['2', 'b'],
      ]),
    ).toBe("SELECT `id`, `k`, `b` FROM `db`.`t` WHERE (`id` = 1 AND `k` = 'a') OR (`id` = 2 AND `k` = 'b')");
  });

  test('a range of a composite key begins with a plain condition that an index serves', () => {
    const range = {
      kind: 'key' as const,
      partition: null,
      partitionKind: 'none' as const,
      from: ['1', 'a'],
      to: ['2', 'b'],
    };
    expect(selectRange(plan, range)).toBe(
      "SELECT `id`, `k`, `b` FROM `db`.`t` WHERE (`id` >= 1 AND (`id` > 1 OR `k` >= 'a')) AND (`id` <= 2 AND (`id` < 2 OR `k` < 'b'))",
    );
  });

  test('the counts of a load are read, and their absence is seen', () => {
    expect(parseLoadCounts('Records: 5  Deleted: 0  Skipped: 1  Warnings: 4')).toEqual({
      records: 5,
      deleted: 0,
      skipped: 1,
      warnings: 4,
    });
    expect(parseLoadCounts('')).toBeNull();
  });

  test('a ROWID gives its parts', () => {
    // Database Concepts: AAAPec AAF AAAABS AAA is data object 63388, file 5, block 82, row 0.
    expect(parseRowid('AAAPecAAFAAAABSAAA')).toEqual({ object: 63_388, file: 5, block: 82, row: 0 });
  });

  test('a login name gets its tenant and cluster once', () => {
    expect(loginName('u', 'tenant', 'cluster')).toBe('u@tenant#cluster');
    expect(loginName('u@tenant#cluster', 'tenant', 'cluster')).toBe('u@tenant#cluster');
    expect(loginName('u', undefined, undefined)).toBe('u');
  });
});
