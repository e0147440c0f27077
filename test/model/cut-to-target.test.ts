import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutToTarget, rowCutter } from '../../lib/model/cut-to-target.ts';
import { Fault } from '../../lib/model/fault.ts';
import type { OracleType } from '../../lib/model/oracle-type.ts';
import type { ColumnPlan } from '../../lib/model/table-plan.ts';
import type { TargetType } from '../../lib/model/target-type.ts';
import type { CanonicalForm, CanonicalValue } from '../../lib/model/value.ts';

function column(type: OracleType, targetType: TargetType, form: CanonicalForm): ColumnPlan {
  return {
    origin: { kind: 'column', name: 'C', type },
    targetName: 'c',
    targetType,
    form,
    nullable: true,
    loss: null,
  };
}

function cutOrCode(plan: ColumnPlan, value: CanonicalValue): CanonicalValue {
  try {
    return cutToTarget(plan, value);
  } catch (error) {
    if (error instanceof Fault) return error.code;
    throw error;
  }
}

const anyNumber = column(
  { kind: 'number', precision: null, scale: null },
  { kind: 'decimal', precision: 65, scale: 30 },
  'decimal',
);
const date = column({ kind: 'date' }, { kind: 'datetime', digits: 0 }, 'datetime');
const nanos = column({ kind: 'timestamp', digits: 9 }, { kind: 'datetime', digits: 6 }, 'timestamp');
const double = column({ kind: 'binary-double' }, { kind: 'double' }, 'double');
const national = column({ kind: 'nvarchar2', length: 10, bytes: 20 }, { kind: 'varchar', length: 10 }, 'text');

describe('what the target holds', () => {
  it('of a NUMBER without precision is all of it or nothing: it is never rounded', () => {
    expect(cutOrCode(anyNumber, `${'9'.repeat(35)}.${'1'.repeat(30)}`)).toBe(`${'9'.repeat(35)}.${'1'.repeat(30)}`);
    expect(cutOrCode(anyNumber, `-${'9'.repeat(35)}`)).toBe(`-${'9'.repeat(35)}`);
    expect(cutOrCode(anyNumber, '9'.repeat(36))).toBe('VALUE_REFUSED');
    expect(cutOrCode(anyNumber, `0.${'0'.repeat(30)}1`)).toBe('VALUE_REFUSED');
    expect(cutOrCode(anyNumber, '0.5')).toBe('0.5');
    expect(cutOrCode(anyNumber, null)).toBeNull();
  });

  it('of a DECIMAL(5,5) has no room before the point', () => {
    const fraction = column(
      { kind: 'number', precision: 3, scale: 7 },
      { kind: 'decimal', precision: 5, scale: 5 },
      'decimal',
    );
    expect(cutOrCode(fraction, '0.00012')).toBe('0.00012');
    expect(cutOrCode(fraction, '1.1')).toBe('VALUE_REFUSED');
    expect(cutOrCode(fraction, '0.0000123')).toBe('VALUE_REFUSED');
  });

  it('of a column that was widened since it was planned is refused, not rounded', () => {
    const planned = column(
      { kind: 'number', precision: 10, scale: 2 },
      { kind: 'decimal', precision: 10, scale: 2 },
      'decimal',
    );
    expect(cutOrCode(planned, '12345678.25')).toBe('12345678.25');
    expect(cutOrCode(planned, '1.005')).toBe('VALUE_REFUSED');
    expect(cutOrCode(planned, '-123456789')).toBe('VALUE_REFUSED');
    const bigint = { ...planned, targetType: { kind: 'bigint' as const } };
    expect(cutOrCode(bigint, '-999999999999999999')).toBe('-999999999999999999');
    expect(cutOrCode(bigint, '1000000000000000000')).toBe('VALUE_REFUSED');
    expect(cutOrCode(bigint, '0.5')).toBe('VALUE_REFUSED');
  });

  it('of a date lies between the years 1 and 9999 of the Gregorian calendar', () => {
    expect(cutOrCode(date, '0001-01-01 00:00:00')).toBe('0001-01-01 00:00:00');
    expect(cutOrCode(date, '-0044-03-15 12:00:00')).toBe('VALUE_REFUSED');
    expect(cutOrCode(date, '1500-02-29 00:00:00')).toBe('VALUE_REFUSED');
    expect(cutOrCode(date, '1600-02-29 00:00:00')).toBe('1600-02-29 00:00:00');
  });

  it('of a TIMESTAMP(9) are six digits, cut and not rounded', () => {
    expect(cutOrCode(nanos, '2024-02-14 10:58:02.123456999')).toBe('2024-02-14 10:58:02.123456');
    expect(cutOrCode(nanos, '2024-02-14 10:58:02.0000009')).toBe('2024-02-14 10:58:02');
    expect(cutOrCode(nanos, '2024-02-14 10:58:02.120000999')).toBe('2024-02-14 10:58:02.12');
    expect(cutOrCode(nanos, '2024-02-14 10:58:02.5')).toBe('2024-02-14 10:58:02.5');
  });

  it('of a double is finite', () => {
    expect(cutOrCode(double, '1e+300')).toBe('1e+300');
    expect(['NaN', 'Infinity', '-Infinity'].map((text) => cutOrCode(double, text))).toEqual([
      'VALUE_REFUSED',
      'VALUE_REFUSED',
      'VALUE_REFUSED',
    ]);
  });

  it('of national text has no lone surrogate', () => {
    expect(cutOrCode(national, '\u{1f600}')).toBe('\u{1f600}');
    expect(cutOrCode(national, 'a\ud83d')).toBe('VALUE_REFUSED');
  });

  it('does not change when cut a second time', () => {
    const fraction = fc.nat(999_999_999).map((nanoseconds) => {
      const digits = String(nanoseconds).padStart(9, '0').replace(/0+$/, '');
      return `2024-02-14 10:58:02${digits === '' ? '' : `.${digits}`}`;
    });
    fc.assert(
      fc.property(fraction, (text) => {
        const once = cutToTarget(nanos, text);
        expect(cutToTarget(nanos, once)).toBe(once);
        expect(text.startsWith(String(once))).toBe(true);
      }),
    );
  });

  it('leaves rows alone that need no cutting', () => {
    const plain = column(
      { kind: 'number', precision: 10, scale: 2 },
      { kind: 'decimal', precision: 10, scale: 2 },
      'decimal',
    );
    const text = column(
      { kind: 'varchar2', length: 9, unit: 'byte', bytes: 9 },
      { kind: 'varchar', length: 9 },
      'text',
    );
    expect(rowCutter([text])).toBeNull();
    const row = ['1.5', '2024-02-14 10:58:02.5'];
    expect(rowCutter([plain, nanos])?.(row)).toBe(row);
    expect(rowCutter([plain, nanos])?.(['1.5', '2024-02-14 10:58:02.1234567'])).toEqual([
      '1.5',
      '2024-02-14 10:58:02.123456',
    ]);
  });
});
