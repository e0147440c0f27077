import { describe, expect, it } from 'vitest';
import { targetTypeName } from '../../../lib/engine/schema/type-name.ts';
import { type TypeContext, mapType } from '../../../lib/engine/schema/type-table.ts';
import type { OracleType } from '../../../lib/model/oracle-type.ts';
import { mariadb, number, varchar } from './planning.ts';

const context: TypeContext = { lengthSemantics: 'keep', timeZone: '+00:00', limits: mariadb.limits, inKey: false };

/** `DECIMAL(10,2) decimal`, with `*` when a loss is stated, or `refused`. */
function mapped(type: OracleType, more: Partial<TypeContext> = {}): string {
  const mapping = mapType(type, { ...context, ...more });
  if (mapping.kind === 'refused') return 'refused';
  return `${targetTypeName(mapping.targetType)} ${mapping.form}${mapping.loss === null ? '' : ' *'}`;
}

describe('the type table', () => {
  it.each<[OracleType, string]>([
    [number(10, 2), 'DECIMAL(10,2) decimal'],
    [number(38, 0), 'DECIMAL(38,0) decimal'],
    [number(null, null), 'DECIMAL(65,30) decimal *'],
    [number(null, 0), 'DECIMAL(38,0) decimal *'],
    [number(5, -3), 'DECIMAL(8,0) decimal'],
    [number(38, -84), 'DECIMAL(65,0) decimal *'],
    [number(3, 7), 'DECIMAL(7,7) decimal'],
    [number(38, 30), 'DECIMAL(38,30) decimal'],
    [number(38, 40), 'DECIMAL(30,30) decimal *'],
    [number(38, 35), 'DECIMAL(33,30) decimal *'],
    [{ kind: 'float', binaryPrecision: 49 }, 'DOUBLE decimal'],
    [{ kind: 'float', binaryPrecision: 50 }, 'DECIMAL(65,30) decimal *'],
    [{ kind: 'float', binaryPrecision: 126 }, 'DECIMAL(65,30) decimal *'],
    [{ kind: 'binary-float' }, 'DOUBLE double *'],
    [{ kind: 'binary-double' }, 'DOUBLE double *'],
    [varchar(4000), 'VARCHAR(4000) text'],
    [{ kind: 'varchar2', length: 32_767, unit: 'byte', bytes: 32_767 }, 'LONGTEXT text'],
    [{ kind: 'char', length: 255, unit: 'char', bytes: 1_020 }, 'CHAR(255) char'],
    [{ kind: 'char', length: 256, unit: 'byte', bytes: 256 }, 'VARCHAR(256) char'],
    [{ kind: 'nchar', length: 10, bytes: 20 }, 'CHAR(10) char'],
    [{ kind: 'nvarchar2', length: 10, bytes: 20 }, 'VARCHAR(10) text'],
    [{ kind: 'raw', length: 16 }, 'VARBINARY(16) bytes'],
    [{ kind: 'date' }, 'DATETIME(0) datetime *'],
    [{ kind: 'timestamp', digits: 0 }, 'DATETIME(0) timestamp *'],
    [{ kind: 'timestamp', digits: 9 }, 'DATETIME(6) timestamp *'],
    [{ kind: 'timestamp-zone', digits: 6 }, 'VARCHAR(50) timestamp-zone *'],
    [{ kind: 'timestamp-local', digits: 6 }, 'DATETIME(6) timestamp-local *'],
    [{ kind: 'interval-year-month', yearDigits: 2 }, 'VARCHAR(30) interval-year-month *'],
    [{ kind: 'interval-day-second', dayDigits: 2, secondDigits: 6 }, 'VARCHAR(30) interval-day-second *'],
    [{ kind: 'clob' }, 'LONGTEXT clob *'],
    [{ kind: 'nclob' }, 'LONGTEXT clob *'],
    [{ kind: 'blob' }, 'LONGBLOB blob *'],
    [{ kind: 'boolean' }, 'TINYINT(1) decimal'],
    [{ kind: 'long' }, 'refused'],
    [{ kind: 'long-raw' }, 'refused'],
    [{ kind: 'other', name: 'XMLTYPE' }, 'refused'],
  ])('%j becomes %s', (type, expected) => {
    expect(mapped(type)).toBe(expected);
  });

  it('refuses in keys what could make two keys equal (V5)', () => {
    const inKey = { inKey: true };
    expect(mapped({ kind: 'timestamp', digits: 7 }, inKey)).toBe('refused');
    expect(mapped({ kind: 'timestamp', digits: 6 }, inKey)).toBe('DATETIME(6) timestamp *');
    expect(mapped({ kind: 'timestamp-local', digits: 9 }, inKey)).toBe('refused');
    expect(mapped({ kind: 'binary-double' }, inKey)).toBe('refused');
    expect(mapped({ kind: 'binary-float' }, inKey)).toBe('refused');
    expect(mapped({ kind: 'float', binaryPrecision: 10 }, inKey)).toBe('DECIMAL(65,30) decimal *');
    expect(mapped(number(null, null), inKey)).toBe('DECIMAL(65,30) decimal *');
  });

  it('makes byte lengths longer only when asked to', () => {
    expect(mapped(varchar(101), { lengthSemantics: 'expand' })).toBe('VARCHAR(152) text');
    expect(mapped({ kind: 'varchar2', length: 101, unit: 'char', bytes: 404 }, { lengthSemantics: 'expand' })).toBe(
      'VARCHAR(101) text',
    );
    expect(mapped(varchar(101), { lengthSemantics: 'char' })).toBe('VARCHAR(101) text');
  });

  it('names the type it refuses', () => {
    const mapping = mapType({ kind: 'other', name: 'MDSYS.SDO_GEOMETRY' }, context);
    expect(mapping).toMatchObject({ kind: 'refused' });
    expect(JSON.stringify(mapping)).toContain('MDSYS.SDO_GEOMETRY');
  });
});

/** Why 49 and not 53: a FLOAT(b) has ceil(b * 0.30103) decimal digits, and a double returns every 15 but not every 16. */
it('a double returns every decimal of 15 digits unchanged, but not every one of 16', () => {
  expect(Math.ceil(49 * 0.30103)).toBe(15);
  expect(Math.ceil(50 * 0.30103)).toBe(16);
  expect(String(Number('9007199254740993'))).not.toBe('9007199254740993');
});
