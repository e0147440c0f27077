import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { translateChecks, translateCondition } from '../../../lib/engine/schema/check-condition.ts';
import type { CheckedColumn } from '../../../lib/engine/schema/condition-parser.ts';

const columns = new Map<string, CheckedColumn>([
  ['PRICE', { targetName: 'price', targetType: { kind: 'decimal', precision: 10, scale: 2 }, form: 'decimal' }],
  ['STATUS', { targetName: 'status', targetType: { kind: 'varchar', length: 10 }, form: 'text' }],
  ['FLAG', { targetName: 'flag', targetType: { kind: 'char', length: 1 }, form: 'char' }],
  ['SINCE', { targetName: 'since', targetType: { kind: 'datetime', digits: 0 }, form: 'datetime' }],
  [
    'Mixed Case',
    { targetName: 'mixed`case', targetType: { kind: 'decimal', precision: 5, scale: 0 }, form: 'decimal' },
  ],
  ['SPAN', { targetName: 'span', targetType: { kind: 'varchar', length: 30 }, form: 'interval-day-second' }],
]);

const refusal = (condition: string): string => {
  try {
    return `translated: ${translateCondition(condition, columns)}`;
  } catch (error) {
    if (error instanceof SyntaxError) return 'refused';
    throw error;
  }
};

describe('check conditions', () => {
  it.each([
    ['price > 0', '`price` > 0'],
    ['PRICE >= -1.5', '`price` >= (-1.5)'],
    ['"PRICE" != 3', '`price` <> 3'],
    ['price ^= 3', '`price` <> 3'],
    ["status IN ('A','B' , 'it''s')", "`status` IN ('A', 'B', 'it''s')"],
    ["status not in ('A')", "`status` NOT IN ('A')"],
    ["flag = 'Y'", "`flag` = 'Y'"],
    ['price between 1 and 10', '`price` BETWEEN 1 AND 10'],
    ['price NOT BETWEEN 1 AND 10', '`price` NOT BETWEEN 1 AND 10'],
    ['price is not null', '`price` IS NOT NULL'],
    ["price > 0 or price is null and status = 'X'", "(`price` > 0 OR (`price` IS NULL AND `status` = 'X'))"],
    ['(price > 0 or price < -5) and not (price = 7)', '((`price` > 0 OR `price` < (-5)) AND (NOT `price` = 7))'],
    ['(price + 1) * 2 > 4', '(((`price` + 1)) * 2) > 4'],
    ['upper(status) = status', 'UPPER(`status`) = `status`'],
    ['length(status) > 2', 'CHAR_LENGTH(`status`) > 2'],
    ['mod(price, 2) = 0', 'MOD(`price`, 2) = 0'],
    ["since >= DATE '2000-01-01'", "`since` >= '2000-01-01 00:00:00'"],
    ["status like 'A%'", "`status` LIKE 'A%'"],
    ['"Mixed Case" < 5', '`mixed``case` < 5'],
    ['price > 0 -- positive', '`price` > 0'],
  ])('%s', (condition, expected) => {
    expect(translateCondition(condition, columns)).toBe(expected);
  });

  it.each([
    'status > 5',
    "price = '5'",
    "status = ''",
    'length(flag) = 1',
    "flag like 'Y%'",
    'price / 2 > 1',
    "status || 'x' = 'ax'",
    "substr(status, 1, 1) = 'A'",
    'trim(status) is not null',
    "regexp_like(status, '^A')",
    "since > to_date('2000', 'YYYY')",
    'unknown_column > 1',
    "span = '+1 00:00:00'",
    "status = 'a\\b'",
    'price >',
    'price > 1 price',
    'price = 1 and',
    "status like 'A!%' escape '!'",
    "status = 'open",
    `${'('.repeat(60)}price > 1${')'.repeat(60)}`,
    'case when price > 1 then 1 else 0 end = 1',
  ])('%s is refused', (condition) => {
    expect(refusal(condition)).toBe('refused');
  });

  it('that are refused or disabled are stated, the others keep their name unless Oracle made it up', () => {
    const check = (name: string, condition: string, more: object = {}) => ({
      name,
      condition,
      generatedName: false,
      enabled: true,
      ...more,
    });
    const translated = translateChecks(
      [
        check('C1', 'price > 0'),
        check('SYS_C1', 'price < 9', { generatedName: true }),
        check('C2', 'price > 0', { enabled: false }),
        check('C3', 'nonsense(price)'),
      ],
      columns,
    );
    expect(translated.checks).toEqual([
      { name: 'C1', expression: '`price` > 0' },
      { name: null, expression: '`price` < 9' },
    ]);
    expect(translated.conversions.map((text) => text.split(' is left out')[0])).toEqual(['check C2', 'check C3']);
  });

  it('end in a translation or a refusal, whatever they say', () => {
    const word = fc.constantFrom(
      ...[
        'price',
        'status',
        "'A'",
        '5',
        '(',
        ')',
        'and',
        'or',
        'not',
        'in',
        '=',
        '<',
        'is',
        'null',
        'between',
        ',',
        '-',
        'like',
      ],
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), fc.string({ maxLength: 3 }), (words, noise) => {
        expect(typeof refusal(`${words.join(' ')}${noise}`)).toBe('string');
      }),
      { numRuns: 3_000 },
    );
  });
});
