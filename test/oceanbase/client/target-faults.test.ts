import { describe, expect, test } from 'vitest';
import { classify, type DriverError, TargetFault, vendorText } from '../../../lib/oceanbase/client/target-faults.ts';

const error = (errno: number | null, message = '', code = 'ER_X'): DriverError => ({
  errno,
  code,
  sqlState: '23000',
  message,
});

/** By hand, from the reference manuals of MySQL, MariaDB and OceanBase. */
describe('what an error number means', () => {
  test.each([1205, 1213, 6002, 6005, 6235, 4038, 4039, 4013, 4030, 4138, 4653, 1412, 1317, 1040, 8001])(
    '%i is retried as a whole transaction',
    (errno) => {
      expect(classify(error(errno))).toEqual({ code: 'TARGET_BUSY', recovery: 'retry', outcomeUnknown: false });
    },
  );

  test.each([4012, 6222, 6225, 6210])('%i leaves the outcome of a COMMIT unknown', (errno) => {
    expect(classify(error(errno))).toMatchObject({ recovery: 'retry', outcomeUnknown: true });
  });

  test.each(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'PROTOCOL_CONNECTION_LOST', 'ECONNREFUSED', 'ENOTFOUND'])(
    'the socket error %s loses the session and leaves a COMMIT unknown',
    (code) => {
      const expected = { code: 'TARGET_UNREACHABLE', recovery: 'lost', outcomeUnknown: true };
      expect(classify(error(null, '', code))).toEqual(expected);
    },
  );

  test.each([2006, 2013, 1927, 1053, 4031])('%i says that the session is gone', (errno) => {
    expect(classify(error(errno)).recovery).toBe('lost');
  });

  test.each([
    [1062, 'KEY_COLLISION'],
    [1048, 'NULL_REFUSED'],
    [1364, 'NULL_REFUSED'],
    [1406, 'VALUE_REFUSED'],
    [1264, 'VALUE_REFUSED'],
    [1366, 'VALUE_REFUSED'],
    [1292, 'VALUE_REFUSED'],
    [3819, 'VALUE_REFUSED'],
    [1526, 'VALUE_REFUSED'],
    [1153, 'LOB_TOO_LARGE'],
    [1118, 'TARGET_LIMIT'],
    [1074, 'TARGET_LIMIT'],
    [1059, 'TARGET_LIMIT'],
    [1071, 'TARGET_LIMIT'],
    [1499, 'TARGET_LIMIT'],
    [1503, 'TARGET_LIMIT'],
    [4184, 'TARGET_FULL'],
    [6330, 'TARGET_FULL'],
    [1045, 'TARGET_LOGIN'],
    [1142, 'TARGET_PRIVILEGE'],
    [1227, 'TARGET_PRIVILEGE'],
    [1049, 'TARGET_DATABASE_MISSING'],
    [1146, 'TARGET_OBJECT_MISSING'],
    [1054, 'TARGET_OBJECT_MISSING'],
  ])('%i is %s and is not retried', (errno, code) => {
    expect(classify(error(errno))).toEqual({ code, recovery: 'refuse', outcomeUnknown: false });
  });

  test('a number nobody has heard of is never retried', () => {
    expect(classify(error(65_000))).toEqual({ code: 'TARGET_ERROR', recovery: 'refuse', outcomeUnknown: false });
  });
});

describe('what a fault says', () => {
  test.each([
    [1062, "Duplicate entry 'Ann''s secret-7' for key 'UK_1'", "for key 'UK_1'"],
    [1062, "Duplicate entry 'secret' for key 't.PRIMARY'", "for key 'PRIMARY'"],
    [1366, "Incorrect string value: '\\xF0secret' for column `db`.`t`.`note` at row 1", "for column 'note'"],
    [1292, "Incorrect datetime value: 'secret' for column 'd' at row 3", "for column 'd'"],
    [1264, "Out of range value for column 'n' at row 1", "for column 'n'"],
  ])('%i never quotes a value', (errno, message, where) => {
    const text = vendorText(error(errno, message), 'INSERT INTO');
    expect(text.startsWith(`${errno} (23000) `)).toBe(true);
    expect([text.includes('secret'), text.endsWith(where)]).toEqual([false, true]);
  });

  test('a syntax error quotes the statement only where no row can be in it', () => {
    const message = "You have an error in your SQL syntax near 'secret' at line 1";
    expect(vendorText(error(1064, message), 'INSERT INTO')).not.toContain('secret');
    expect(vendorText(error(1064, message), 'CREATE TABLE')).toContain('secret');
  });

  test('the column and the key are carried apart', () => {
    const tooLong = new TargetFault(error(1406, "Data too long for column 'v' at row 1"), { doing: 'INSERT INTO' });
    expect([tooLong.code, tooLong.record.subject, tooLong.record.side]).toEqual(['VALUE_REFUSED', 'v', 'target']);
    const twice = new TargetFault(error(1062, "Duplicate entry '1' for key 'UK'"), { doing: 'INSERT INTO' });
    expect(twice.key).toBe('UK');
  });
});
