/**
 * What the thin driver makes of values: the reasons why a tool asks for text. The wire sends them right (encoding.test.ts);
 * these tests fail on the day the driver changes its ways.
 */
import oracledb from 'oracledb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SqlType, SqlValue } from '../../../lib/standin/sql/values/value.ts';
import { startWireServer } from '../../../lib/standin/wire/wire-server.ts';
import type { WireServer } from '../../../lib/standin/wire/wire-server.ts';
import { WIRE_PERSONAS } from '../../../lib/standin/wire/wire-settings.ts';
import type { EngineSession } from '../../../lib/standin/wire/engine.ts';
import { sqlNumber } from './toy-rows.ts';

const midnight = { month: 1, day: 1, hour: 0, minute: 0, second: 0 };
const zone = process.env['TZ'];

describe('the driver', () => {
  let wire: WireServer;
  let connection: oracledb.Connection;
  let answer: { readonly type: SqlType; readonly value: SqlValue };

  beforeEach(async () => {
    wire = await startWireServer({
      engine: { account: () => ({ password: 'b' }), openSession: () => sessionAnswering(() => answer) },
      persona: WIRE_PERSONAS['19c'],
    });
    const connectString = `127.0.0.1:${wire.port}/any`;
    connection = await oracledb.getConnection({ user: 'b', password: 'b', connectString });
  });
  afterEach(async () => {
    process.env['TZ'] = zone;
    await connection.close();
    await wire.close();
  });

  const fetched = async (type: SqlType, value: SqlValue, asText = false): Promise<unknown> => {
    answer = { type, value };
    const options = asText ? { fetchTypeHandler: () => ({ type: oracledb.STRING }) } : {};
    const { rows } = await connection.execute<unknown[]>(`select ${type.kind} from t`, [], options);
    const shown = rows?.[0]?.[0];
    return shown instanceof Date ? shown.toISOString() : shown;
  };

  it('takes the years 1 to 99 for 1901 to 1999', async () => {
    const value: SqlValue = { kind: 'date', year: 1, ...midnight };
    expect(await fetched({ kind: 'date' }, value)).toBe('1901-01-01T00:00:00.000Z');
  });

  it('moves a DATE that falls into the local daylight saving gap', async () => {
    process.env['TZ'] = 'America/New_York';
    const value: SqlValue = { kind: 'date', year: 2024, month: 3, day: 10, hour: 2, minute: 30, second: 0 };
    expect(await fetched({ kind: 'date' }, value)).toBe('2024-03-10T07:30:00.000Z');
    const after: SqlValue = { ...value, hour: 3 };
    expect(await fetched({ kind: 'date' }, after)).toBe('2024-03-10T07:30:00.000Z');
  });

  it('cuts fractions of a second to milliseconds', async () => {
    const value: SqlValue = { kind: 'timestamp', year: 2024, ...midnight, nanosecond: 123_456_789 };
    expect(await fetched({ kind: 'timestamp', precision: 9 }, value)).toBe('2024-01-01T00:00:00.123Z');
  });

  it('forgets the offset of a zoned timestamp', async () => {
    const value: SqlValue = {
      kind: 'timestamp-tz',
      year: 2024,
      ...midnight,
      nanosecond: 0,
      offsetMinutes: 330,
      region: 'Asia/Kolkata',
    };
    expect(await fetched({ kind: 'timestamp-tz', precision: 6 }, value)).toBe('2024-01-01T00:00:00.000Z');
  });

  it('shows dates as text in its own way, not in the NLS format', async () => {
    const value: SqlValue = { kind: 'date', year: 2024, ...midnight };
    expect(await fetched({ kind: 'date' }, value, true)).toMatch(/^Mon Jan 01 2024 00:00:00 GMT\+0000/);
  });

  it('rounds numbers beyond 2^53, but has all digits as text', async () => {
    const type: SqlType = { kind: 'number', precision: 38, scale: null };
    const value = sqlNumber('12345678901234567890.123456789');
    expect(await fetched(type, value)).toBe(12345678901234567000);
    expect(await fetched(type, value, true)).toBe('12345678901234567890.123456789');
    expect(await fetched(type, sqlNumber('-0.001'), true)).toBe('-.001');
  });

  it('gets a BC date as a negative year', async () => {
    const value: SqlValue = { kind: 'date', year: -4712, ...midnight };
    expect(await fetched({ kind: 'date' }, value)).toBe('-004712-01-01T00:00:00.000Z');
  });
});

function sessionAnswering(answer: () => { readonly type: SqlType; readonly value: SqlValue }): EngineSession {
  const nothing = async (): Promise<void> => undefined;
  return {
    id: 1,
    serial: 1,
    inTransaction: false,
    describe: async () => ({ columns: [] }),
    execute: async (text) => {
      if (!text.startsWith('select')) return { kind: 'ddl', verb: 'ALTER SESSION', rowsAffected: 0 };
      const { type, value } = answer();
      return { kind: 'query', columns: [{ name: 'V', type, nullable: true }], rows: [[value]] };
    },
    executeBatch: async () => {
      throw new Error('nothing is changed here');
    },
    commit: nothing,
    rollback: nothing,
    close: nothing,
    cancel: () => undefined,
    setCurrentSchema: () => undefined,
    setAttributes: () => undefined,
  };
}
