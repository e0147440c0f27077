/**
 * Errors of the database (`ORA-01555`) and of the driver (`NJS-511`), classified by code in one table. A code that is not
 * in the table is SOURCE_ERROR: not retryable, with the database's own words.
 */
import { Fault } from '../../model/fault.ts';
import type { FaultCode } from '../../model/fault-catalogue.ts';

interface Classified {
  readonly fault: FaultCode;
  readonly cause: string;
}

const entry = (fault: FaultCode, cause: string): Classified => ({ fault, cause });

const lost = entry('SOURCE_UNREACHABLE', 'the connection to the source was lost');
const unreachable = entry('SOURCE_UNREACHABLE', 'no connection to the source could be made');
const noService = entry('SOURCE_UNREACHABLE', 'the listener does not know the service name');
const login = entry('SOURCE_LOGIN', 'the source refused user or password');
const privilege = entry('SOURCE_PRIVILEGE', 'the source user lacks a privilege');
const missing = entry('SOURCE_OBJECT_MISSING', 'the object does not exist or is not visible to the source user');
const snapshot = entry('SNAPSHOT_TOO_OLD', 'the source no longer has the undo to read as of the SCN');
const busy = entry('SOURCE_BUSY', 'the source has no session or resource left');
const changed = entry('TABLE_CHANGED', 'the definition of the table changed after the SCN');
const vanished = entry('DATA_OBJECT_VANISHED', 'a partition or data object is not there any more');
const unreadable = entry('VALUE_UNREADABLE', 'the source itself cannot convert a value');

/** Codes as the Oracle error manual and the driver's error list number them. */
const table: ReadonlyMap<string, Classified> = new Map([
  ['ORA-00018', busy],
  ['ORA-00020', busy],
  ['ORA-00942', missing],
  ['ORA-00980', missing],
  ['ORA-01005', login],
  ['ORA-01017', login],
  ['ORA-01031', privilege],
  ['ORA-01033', entry('SOURCE_UNREACHABLE', 'the source is starting or stopping')],
  ['ORA-01034', entry('SOURCE_UNREACHABLE', 'the source is not open')],
  ['ORA-01035', entry('SOURCE_UNREACHABLE', 'the source is in restricted mode')],
  ['ORA-01039', privilege],
  ['ORA-01045', entry('SOURCE_PRIVILEGE', 'the source user lacks CREATE SESSION')],
  ['ORA-01089', entry('SOURCE_UNREACHABLE', 'the source is being shut down')],
  ['ORA-01410', changed],
  ['ORA-01427', entry('SOURCE_ERROR', 'a query of the dictionary returned more than one row')],
  ['ORA-01466', changed],
  ['ORA-01555', snapshot],
  ['ORA-01591', entry('IN_DOUBT', 'a row is locked by a distributed transaction in doubt')],
  ['ORA-01628', snapshot],
  ['ORA-01652', busy],
  ['ORA-01722', unreadable],
  ['ORA-01801', unreadable],
  ['ORA-01873', unreadable],
  ['ORA-01878', unreadable],
  ['ORA-02149', vanished],
  ['ORA-02391', busy],
  ['ORA-04031', busy],
  ['ORA-08103', changed],
  ['ORA-08180', snapshot],
  ['ORA-08181', snapshot],
  ['ORA-12514', noService],
  ['ORA-12516', busy],
  ['ORA-12519', busy],
  ['ORA-12520', busy],
  ['ORA-12526', entry('SOURCE_UNREACHABLE', 'the source is in restricted mode')],
  ['ORA-14006', vanished],
  ['ORA-14251', vanished],
  ['ORA-22922', snapshot],
  ['ORA-22924', snapshot],
  ['ORA-28000', entry('SOURCE_LOGIN', 'the account of the source user is locked')],
  ['ORA-28001', entry('SOURCE_LOGIN', 'the password of the source user has expired')],
  ['ORA-28009', login],
  ['ORA-30052', snapshot],
  ['NJS-116', entry('SOURCE_LOGIN', 'the user has only an old password verifier: set its password again')],
  ['NJS-138', entry('SOURCE_VERSION', 'the source is older than Oracle Database 12.1')],
  ['NJS-500', lost],
  ['NJS-501', lost],
  ['NJS-503', unreachable],
  ['NJS-504', unreachable],
  ['NJS-505', unreachable],
  ['NJS-506', unreachable],
  ['NJS-510', unreachable],
  ['NJS-511', unreachable],
  ['NJS-513', lost],
  ['NJS-518', noService],
  ['NJS-519', noService],
  ['NJS-521', lost],
  ['NJS-530', entry('SOURCE_UNREACHABLE', 'the name of the source host does not resolve')],
]);

const codePattern = /\b((?:ORA|NJS|DPI|PLS)-\d{3,5})\b/;
const oraclePattern = /\bORA-\d{5}\b/;
const helpLink = /\n?Help: https?:\S+/g;
const vendorCharactersMax = 400;

/** The fault for whatever the driver threw; faults and bugs of our own pass through unchanged. */
export function oracleFault(error: unknown, subject?: string): unknown {
  if (!(error instanceof Error) || error instanceof Fault) return error;
  const codes = codesOf(error);
  const [first] = codes;
  if (first === undefined) return error;
  const known = codes.map((code) => table.get(code)).find((candidate) => candidate !== undefined);
  const { fault, cause } = known ?? entry('SOURCE_ERROR', 'the source reported an error');
  return new Fault(fault, cause, {
    vendor: error.message.replace(helpLink, '').trim().slice(0, vendorCharactersMax),
    error,
    ...(subject === undefined ? {} : { subject }),
  });
}

/** The database's code before the driver's: the driver wraps some ORA- codes as a lost connection. */
function codesOf(error: Error): readonly string[] {
  const codes: string[] = [];
  const oracle = oraclePattern.exec(error.message)?.[0];
  if (oracle !== undefined) codes.push(oracle);
  const own: unknown = Reflect.get(error, 'code');
  if (typeof own === 'string' && codePattern.test(own)) codes.push(own);
  const spoken = codePattern.exec(error.message)?.[1];
  if (spoken !== undefined) codes.push(spoken);
  return codes;
}
