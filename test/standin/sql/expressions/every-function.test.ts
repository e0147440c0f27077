import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUILT_IN_NAMES } from '../../../../lib/standin/sql/expressions/functions.ts';
import { OracleError } from '../../../../lib/standin/oracle-error.ts';
import { familyOf } from '../../../../lib/standin/sql/expressions/type-family.ts';
import type { SqlValue } from '../../../../lib/standin/sql/values/value.ts';
import { evaluateText, evaluateValue } from './evaluate-text.ts';

/** The family a value belongs to by itself. */
function familyOfValue(value: Exclude<SqlValue, null>): string {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'boolean') return 'boolean';
  return value instanceof Uint8Array ? 'raw' : value.kind;
}

/** A value is of the type that was announced for it, or an Oracle error was raised. */
function check(text: string): void {
  try {
    const { value, type } = evaluateValue(text);
    if (value !== null) expect(`${text}: ${familyOfValue(value)}`).toBe(`${text}: ${familyOf(type)}`);
  } catch (error) {
    if (!(error instanceof OracleError)) throw error;
  }
}

/** Operands of every type, some of them at the edges. */
const OPERANDS: readonly string[] = [
  'NULL',
  '0',
  '1',
  '-1.5',
  '2.5',
  '1e125',
  '99999999999999999999999999999999999999',
  "'a'",
  "'abc def'",
  "''",
  "'12'",
  "' '",
  "'é😀'",
  "N'中'",
  "CAST('x' AS CHAR(5))",
  "'YYYY-MM-DD'",
  "'99.9'",
  "'DAY'",
  "'+01:00'",
  "DATE '2024-02-29'",
  "DATE '-4712-01-01'",
  "DATE '9999-12-31'",
  "TIMESTAMP '2024-02-29 23:59:59.999999999'",
  "TIMESTAMP '2024-02-29 23:59:59.5 +14:00'",
  "CAST(TIMESTAMP '2024-02-29 23:59:59.5' AS TIMESTAMP WITH LOCAL TIME ZONE)",
  "INTERVAL '1-2' YEAR TO MONTH",
  "INTERVAL '1 2:3:4.5' DAY TO SECOND",
  "HEXTORAW('00FF')",
  "TO_CLOB('lob')",
  'EMPTY_CLOB()',
  'EMPTY_BLOB()',
  "CHARTOROWID('AAAAECAABAAAAgiAAA')",
  '1.5f',
  '2.5d',
  "TO_BINARY_DOUBLE('NaN')",
];

const operand = fc.constantFrom(...OPERANDS);

describe('whatever the operands, an expression has a value of its type or raises an Oracle error', () => {
  it('for every function', () => {
    fc.assert(
      fc.property(fc.constantFrom(...BUILT_IN_NAMES), fc.array(operand, { maxLength: 5 }), (name, args) => {
        check(`${name}(${args.join(', ')})`);
      }),
      { numRuns: 20_000, seed: 92 },
    );
  });

  it('for every operator', () => {
    const operator = fc.constantFrom('+', '-', '*', '/', '||');
    fc.assert(
      fc.property(operand, operator, operand, operator, operand, (a, x, b, y, c) => {
        check(`${a} ${x} ${b} ${y} ${c}`);
      }),
      { numRuns: 5000, seed: 52 },
    );
  });

  it('for every comparison', () => {
    const condition = fc.constantFrom(
      '# = @',
      '# < @',
      '# >= ANY (@, NULL)',
      '# IN (@, @)',
      '# BETWEEN @ AND #',
      '# LIKE @',
      '# IS NOT NULL',
      '(#, @) = ((@, #))',
      '# <> ALL (@)',
    );
    fc.assert(
      fc.property(condition, operand, operand, (text, a, b) => {
        const truth = evaluateText(
          `CASE WHEN ${text.replaceAll('#', a).replaceAll('@', b)} THEN 'true' ELSE 'false' END`,
        );
        expect(truth).toMatch(/^(true|false|ORA-\d{5})$/);
      }),
      { numRuns: 5000, seed: 53 },
    );
  });

  it('for every CAST', () => {
    const type = fc.constantFrom(
      'NUMBER',
      'NUMBER(3,1)',
      'VARCHAR2(3)',
      'CHAR(10 CHAR)',
      'NVARCHAR2(5)',
      'DATE',
      'TIMESTAMP(2)',
      'TIMESTAMP WITH TIME ZONE',
      'TIMESTAMP WITH LOCAL TIME ZONE',
      'INTERVAL DAY TO SECOND',
      'INTERVAL YEAR TO MONTH',
      'RAW(10)',
      'CLOB',
      'BLOB',
      'BINARY_FLOAT',
      'BINARY_DOUBLE',
      'FLOAT(10)',
      'ROWID',
      'INTEGER',
    );
    fc.assert(
      fc.property(operand, type, (value, target) => {
        check(`CAST(${value} AS ${target})`);
      }),
      { numRuns: 3000, seed: 54 },
    );
  });
});
