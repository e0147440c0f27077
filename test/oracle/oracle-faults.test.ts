import { describe, expect, it } from 'vitest';
import { Fault } from '../../lib/model/fault.ts';
import { oracleFault } from '../../lib/oracle/client/oracle-faults.ts';
import { oracleTypeOf } from '../../lib/oracle/sql/oracle-type-of.ts';

function driverError(message: string, code?: string): Error {
  return Object.assign(new Error(message), code === undefined ? {} : { code });
}

function codeOf(error: unknown): string {
  const fault = oracleFault(error);
  return fault instanceof Fault ? fault.code : 'not a fault';
}

describe('errors of the source', () => {
  it.each([
    ['ORA-01017: invalid username/password; logon denied', 'SOURCE_LOGIN'],
    ['ORA-28000: the account is locked', 'SOURCE_LOGIN'],
    ['ORA-00942: table or view does not exist', 'SOURCE_OBJECT_MISSING'],
    ['ORA-01555: snapshot too old: rollback segment number 5', 'SNAPSHOT_TOO_OLD'],
    ['ORA-08181: specified number is not a valid system change number', 'SNAPSHOT_TOO_OLD'],
    ['ORA-01466: unable to read data - table definition has changed', 'TABLE_CHANGED'],
    ['ORA-02149: Specified partition does not exist', 'DATA_OBJECT_VANISHED'],
    ['ORA-01031: insufficient privileges', 'SOURCE_PRIVILEGE'],
    ['ORA-00018: maximum number of sessions exceeded', 'SOURCE_BUSY'],
    ['ORA-01591: lock held by in-doubt distributed transaction 1.2.3', 'IN_DOUBT'],
    ['ORA-12514: no service', 'SOURCE_UNREACHABLE'],
    ['ORA-00600: internal error code, arguments: [x]', 'SOURCE_ERROR'],
    ['ORA-99999: never heard of', 'SOURCE_ERROR'],
    ['NJS-511: connection to listener was refused', 'SOURCE_UNREACHABLE'],
    ['NJS-138: connections to this server version are not supported', 'SOURCE_VERSION'],
  ])('%s is %s', (message, code) => {
    expect(codeOf(driverError(message, message.slice(0, message.indexOf(':'))))).toBe(code);
  });

  it('that the driver wraps are known by the database’s own code', () => {
    const wrapped = 'NJS-500: connection to Oracle Database was closed or broken\nORA-03113: end-of-file';
    expect(codeOf(driverError(wrapped, 'NJS-500'))).toBe('SOURCE_UNREACHABLE');
  });

  it('carry the database’s words without the help link', () => {
    const fault = oracleFault(driverError('ORA-00942: no table\nHelp: https://docs.example/x', 'ORA-00942'), 'S.T');
    expect(fault).toBeInstanceOf(Fault);
    expect(fault instanceof Fault && fault.record).toMatchObject({
      vendor: 'ORA-00942: no table',
      subject: 'S.T',
      retryable: false,
    });
  });

  it('of ours are not touched', () => {
    const bug = new TypeError('x is not a function');
    expect(oracleFault(bug)).toBe(bug);
    const fault = new Fault('VALUE_UNREADABLE', 'x');
    expect(oracleFault(fault)).toBe(fault);
  });
});

describe('declared types', () => {
  const type = (dataType: string, more: object = {}) =>
    oracleTypeOf({
      dataType,
      owner: null,
      dataLength: 22,
      precision: null,
      scale: null,
      charLength: 0,
      charUsed: null,
      ...more,
    });

  it.each([
    ['NUMBER', {}, { kind: 'number', precision: null, scale: null }],
    ['NUMBER', { scale: 0 }, { kind: 'number', precision: null, scale: 0 }],
    ['FLOAT', { precision: 63 }, { kind: 'float', binaryPrecision: 63 }],
    [
      'VARCHAR2',
      { dataLength: 40, charLength: 10, charUsed: 'C' },
      { kind: 'varchar2', length: 10, unit: 'char', bytes: 40 },
    ],
    [
      'VARCHAR2',
      { dataLength: 40, charLength: 40, charUsed: 'B' },
      { kind: 'varchar2', length: 40, unit: 'byte', bytes: 40 },
    ],
    ['NCHAR', { dataLength: 20, charLength: 10, charUsed: 'C' }, { kind: 'nchar', length: 10, bytes: 20 }],
    ['TIMESTAMP(9)', {}, { kind: 'timestamp', digits: 9 }],
    ['TIMESTAMP(6) WITH TIME ZONE', {}, { kind: 'timestamp-zone', digits: 6 }],
    ['TIMESTAMP(0) WITH LOCAL TIME ZONE', {}, { kind: 'timestamp-local', digits: 0 }],
    ['INTERVAL YEAR(4) TO MONTH', {}, { kind: 'interval-year-month', yearDigits: 4 }],
    ['INTERVAL DAY(3) TO SECOND(6)', {}, { kind: 'interval-day-second', dayDigits: 3, secondDigits: 6 }],
    ['RAW', { dataLength: 16 }, { kind: 'raw', length: 16 }],
    ['LONG RAW', {}, { kind: 'long-raw' }],
    ['XMLTYPE', { owner: 'SYS' }, { kind: 'other', name: 'SYS.XMLTYPE' }],
    ['DATE', { owner: 'SHOP' }, { kind: 'other', name: 'SHOP.DATE' }],
    ['UROWID', {}, { kind: 'other', name: 'UROWID' }],
    ['toString', {}, { kind: 'other', name: 'toString' }],
  ])('%s %j', (dataType, more, expected) => {
    expect(type(dataType, more)).toEqual(expected);
  });
});
