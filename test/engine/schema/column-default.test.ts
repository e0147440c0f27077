import { describe, expect, it } from 'vitest';
import { mapDefault } from '../../../lib/engine/schema/column-default.ts';
import type { TargetType } from '../../../lib/model/target-type.ts';

const decimal: TargetType = { kind: 'decimal', precision: 10, scale: 2 };
const text: TargetType = { kind: 'varchar', length: 5 };
const datetime: TargetType = { kind: 'datetime', digits: 0 };
const micro: TargetType = { kind: 'datetime', digits: 6 };
const numeric = (value: string) => ({ kind: 'literal', text: value, numeric: true });
const literal = (value: string) => ({ kind: 'literal', text: value, numeric: false });

describe('defaults', () => {
  it.each<[string | null, TargetType, object]>([
    [null, decimal, { kind: 'none' }],
    ['NULL', text, { kind: 'none' }],
    ["''", text, { kind: 'none' }],
    ['0 ', decimal, numeric('0')],
    ['(0)', decimal, numeric('0')],
    ['-1.50', decimal, numeric('-1.5')],
    ["'12'", decimal, numeric('12')],
    ['1e2', decimal, numeric('100')],
    ["'NEW'", text, literal('NEW')],
    ["N'NEW'", text, literal('NEW')],
    ["'it''s'", text, literal("it's")],
    ['7', text, literal('7')],
    ["DATE '2024-01-31'", datetime, literal('2024-01-31 00:00:00')],
    ["TIMESTAMP '2024-01-31 10:00:00.5'", micro, literal('2024-01-31 10:00:00.5')],
  ])('%s is carried', (stored, type, value) => {
    expect(mapDefault(stored, type)).toEqual({ value, conversion: null });
  });

  it.each(['SYSDATE', 'systimestamp', 'CURRENT_TIMESTAMP', 'CURRENT_TIMESTAMP(6)', 'LOCALTIMESTAMP', ' sysdate '])(
    '%s becomes the time of the target, and says so',
    (stored) => {
      const mapped = mapDefault(stored, micro);
      expect(mapped.value).toEqual({ kind: 'now', digits: 6 });
      expect(mapped.conversion).toContain('CURRENT_TIMESTAMP');
      expect(mapDefault(stored, datetime).value).toEqual({ kind: 'now', digits: 0 });
    },
  );

  it.each<[string, TargetType]>([
    ['USER', text],
    ['SYS_GUID()', text],
    ['"SHOP"."SEQ"."NEXTVAL"', decimal],
    ['TRUNC(SYSDATE)', datetime],
    ['SYSDATE', text],
    ["TO_DATE('2020-01-01', 'YYYY-MM-DD')", datetime],
    ["'01-JAN-20'", datetime],
    ["'TOO LONG'", text],
    ['1.005', decimal],
    ['123456789', decimal],
    ["'abc'", decimal],
    ["'x'", { kind: 'longtext' }],
    ["TIMESTAMP '2024-01-31 10:00:00.5'", datetime],
  ])('%s is left out, and says so', (stored, type) => {
    const mapped = mapDefault(stored, type);
    expect(mapped.value).toEqual({ kind: 'none' });
    expect(mapped.conversion).toContain('left out');
  });
});
