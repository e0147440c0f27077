import { Fault } from '../../model/fault.ts';
import type { FaultCode } from '../../model/fault-catalogue.ts';

/** What the driver throws: the server's error number, or a socket's code. */
export interface DriverError {
  readonly errno: number | null;
  readonly code: string;
  readonly sqlState: string;
  readonly message: string;
}

/**
 * What a failure means for the transaction it hit.
 * - retry: it was rolled back, or must be; the same work may succeed after a pause
 * - lost: the session is gone, or must be closed; a new one is needed, and a COMMIT may or may not have happened
 * - refuse: the same statement fails again
 */
export type Recovery = 'retry' | 'lost' | 'refuse';

export interface Classified {
  readonly code: FaultCode;
  readonly recovery: Recovery;
  /** On COMMIT the outcome is not known: read the progress row back before anything else. */
  readonly outcomeUnknown: boolean;
}

const retried: readonly number[] = [
  // Lock wait, deadlock, transaction rolled back or killed, row lock conflict, cannot serialize, log overflow.
  1205, 1213, 6001, 6002, 6003, 6004, 6005, 6006, 6211, 6213, 6223, 6224, 6229, 6230, 6231, 6235, 6241, 6278, 6288,
  // Try again, not the master, throttled, snapshot discarded, schema refreshing, location or leader unknown, RPC, GTS.
  4023, 4036, 4038, 4039, 4124, 4138, 4029, 4177, 4209, 4214, 4242, 4260, 4265, 4283, 4346, 4390, 4653, 4654, 4681,
  4721, 4722, 4723, 5150, 5345, 5627, 5827, 1412, 4392,
  // A statement was interrupted.
  1317, 4064, 5066,
  // MariaDB: the record has changed since it was read (snapshot isolation), query execution was interrupted.
  1020, 1969, 3024,
];

/** Out of memory or sessions: the server's own remedy is time. */
const busy: readonly number[] = [4013, 4030, 4080, 1040, 1203, 1226, 8001, 8002];

/** The session ended: killed, server shut down, idle too long, gone away. */
const ended: readonly number[] = [1053, 1077, 1079, 1080, 1152, 1158, 1159, 1160, 1161, 1927, 2006, 2013, 4031];

const unknownOnCommit: readonly number[] = [4012, 6210, 6212, 6222, 6225];

const faults: ReadonlyMap<number, FaultCode> = new Map<number, FaultCode>([
  [1062, 'KEY_COLLISION'],
  [1022, 'KEY_COLLISION'],
  [1586, 'KEY_COLLISION'],
  [5024, 'KEY_COLLISION'],
  [1048, 'NULL_REFUSED'],
  [1263, 'NULL_REFUSED'],
  [1364, 'NULL_REFUSED'],
  [1264, 'VALUE_REFUSED'],
  [1265, 'VALUE_REFUSED'],
  [1292, 'VALUE_REFUSED'],
  [1366, 'VALUE_REFUSED'],
  [1367, 'VALUE_REFUSED'],
  [1406, 'VALUE_REFUSED'],
  [1525, 'VALUE_REFUSED'],
  [1526, 'VALUE_REFUSED'],
  [3819, 'VALUE_REFUSED'],
  [4025, 'VALUE_REFUSED'],
  [1451, 'VALUE_REFUSED'],
  [1452, 'VALUE_REFUSED'],
  [1153, 'LOB_TOO_LARGE'],
  [1301, 'LOB_TOO_LARGE'],
  [1045, 'TARGET_LOGIN'],
  [1698, 'TARGET_LOGIN'],
  [1820, 'TARGET_LOGIN'],
  [5036, 'TARGET_LOGIN'],
  [5160, 'TARGET_LOGIN'],
  [1044, 'TARGET_PRIVILEGE'],
  [1095, 'TARGET_PRIVILEGE'],
  [1142, 'TARGET_PRIVILEGE'],
  [1143, 'TARGET_PRIVILEGE'],
  [1227, 'TARGET_PRIVILEGE'],
  [1370, 'TARGET_PRIVILEGE'],
  [1049, 'TARGET_DATABASE_MISSING'],
  [1050, 'TARGET_OBJECT_EXISTS'],
  [1061, 'TARGET_OBJECT_EXISTS'],
  [1826, 'TARGET_OBJECT_EXISTS'],
  [1091, 'TARGET_OBJECT_MISSING'],
  [1146, 'TARGET_OBJECT_MISSING'],
  [1054, 'TARGET_OBJECT_MISSING'],
  [1059, 'TARGET_LIMIT'],
  [1069, 'TARGET_LIMIT'],
  [1102, 'TARGET_LIMIT'],
  [1103, 'TARGET_LIMIT'],
  [1166, 'TARGET_LIMIT'],
  [1280, 'TARGET_LIMIT'],
  [1070, 'TARGET_LIMIT'],
  [1071, 'TARGET_LIMIT'],
  [1074, 'TARGET_LIMIT'],
  [1117, 'TARGET_LIMIT'],
  [1118, 'TARGET_LIMIT'],
  [1425, 'TARGET_LIMIT'],
  [1426, 'TARGET_LIMIT'],
  [1499, 'TARGET_LIMIT'],
  [1503, 'TARGET_LIMIT'],
  [1021, 'TARGET_FULL'],
  [1114, 'TARGET_FULL'],
  [4184, 'TARGET_FULL'],
  [6330, 'TARGET_FULL'],
  [4406, 'TARGET_FULL'],
  [4407, 'TARGET_FULL'],
]);

const socketCodes = /^(?:E[A-Z]+|PROTOCOL_CONNECTION_LOST|PROTOCOL_SEQUENCE_TIMEOUT|ERR_STREAM.*|ERR_SOCKET.*)$/;
/** An address that does not answer, unlike a session that broke. */
const unreachableCodes: readonly string[] = ['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN'];

/** The one table from error numbers to what is done about them. An unknown number is refused, never retried. */
export function classify(error: DriverError): Classified {
  const { errno, code } = error;
  if (errno === null || errno <= 0) {
    const lost = socketCodes.test(code) || unreachableCodes.includes(code);
    return lost
      ? { code: 'TARGET_UNREACHABLE', recovery: 'lost', outcomeUnknown: true }
      : { code: 'TARGET_ERROR', recovery: 'refuse', outcomeUnknown: false };
  }
  if (ended.includes(errno)) return { code: 'TARGET_UNREACHABLE', recovery: 'lost', outcomeUnknown: true };
  if (unknownOnCommit.includes(errno)) return { code: 'TARGET_BUSY', recovery: 'retry', outcomeUnknown: true };
  if (retried.includes(errno) || busy.includes(errno)) {
    return { code: 'TARGET_BUSY', recovery: 'retry', outcomeUnknown: false };
  }
  return { code: faults.get(errno) ?? 'TARGET_ERROR', recovery: 'refuse', outcomeUnknown: false };
}

/** A fault that remembers how to go on. */
export class TargetFault extends Fault {
  readonly recovery: Recovery;
  readonly outcomeUnknown: boolean;
  readonly errno: number | null;
  /** The key a 1062 names: `PRIMARY`, `UK_1`. */
  readonly key: string | null;

  constructor(error: DriverError, details: { readonly doing: string; readonly subject?: string }) {
    const classified = classify(error);
    const column = columnOf(error.message);
    const subject = column ?? details.subject;
    super(classified.code, `${causeOf(classified.code, error)} (${details.doing})`, {
      side: 'target',
      vendor: vendorText(error, details.doing),
      ...(subject === undefined ? {} : { subject }),
    });
    this.name = 'TargetFault';
    this.recovery = classified.recovery;
    this.outcomeUnknown = classified.outcomeUnknown;
    this.errno = error.errno;
    this.key = keyOf(error.message);
  }
}

function causeOf(code: FaultCode, error: DriverError): string {
  const column = columnOf(error.message);
  const where = column === undefined ? '' : ` ${column}`;
  switch (code) {
    case 'KEY_COLLISION':
      return `two rows have values that the target holds equal in key ${keyOf(error.message) ?? 'of the table'}`;
    case 'NULL_REFUSED':
      return `NOT NULL column${where} would receive NULL`;
    case 'VALUE_REFUSED':
      return `column${where} cannot hold a value`;
    case 'TARGET_UNREACHABLE':
      return `the target ended the connection or does not answer: ${error.code}`;
    default:
      return `the target answered ${error.errno ?? error.code}`;
  }
}

function columnOf(message: string): string | undefined {
  return /[Cc]olumn '([^']*)'/.exec(message)?.[1] ?? /for column (?:`[^`]*`\.)*`([^`]*)`/.exec(message)?.[1];
}

/** MySQL 8 prefixes the key with its table: `t.PRIMARY`. */
function keyOf(message: string): string | null {
  const key = /for key '(.*)'$/.exec(message)?.[1];
  return key === undefined ? null : (key.split('.').at(-1) ?? key);
}

const quoted = /'(?:[^']|'')*'/g;
/** Messages of these numbers quote row values; only the column or key is kept. */
const withValues: readonly number[] = [1062, 1022, 1586, 1264, 1265, 1292, 1366, 1367, 1525, 1526, 5024];

/** A syntax error quotes the statement from where it went wrong: in these, from a row. */
const writes = /^(?:INSERT|DELETE|UPDATE|SELECT|LOAD)/i;

/** The server's number and message, without row values. */
export function vendorText(error: DriverError, doing: string): string {
  const number = error.errno === null ? error.code : `${error.errno} (${error.sqlState})`;
  const quotes =
    error.errno !== null && (withValues.includes(error.errno) || (error.errno === 1064 && writes.test(doing)));
  if (!quotes) return `${number} ${error.message}`.slice(0, 1_000);
  const column = columnOf(error.message);
  const key = keyOf(error.message);
  const kept = /^[^'":]*/.exec(error.message)?.[0].trim() ?? '';
  const where = column === undefined ? (key === null ? '' : ` for key '${key}'`) : ` for column '${column}'`;
  return `${number} ${kept.replace(quoted, '?')}${where}`;
}
