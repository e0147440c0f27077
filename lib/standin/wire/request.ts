import { oracleError } from '../oracle-error.ts';
import type { Call, EndToEndName, Request } from './call.ts';
import { readExecute, readReexecute } from './execute-request.ts';
import type { RequestContext } from './execute-request.ts';
import { Reader } from './reader.ts';
import { FIELD_VERSION, FUNCTION, LOB_OPERATION, MESSAGE } from './wire-numbers.ts';

/**
 * Decodes one whole request: piggybacks, then one call.
 *
 *     request    piggyback* call
 *     call       FUNCTION code sequence [token: 23ai] body | PROTOCOL body | DATA_TYPES body
 *
 * Throws NeedMore when the bytes end too early.
 */
export function readRequest(bytes: Buffer, context: RequestContext): Request {
  const reader = new Reader(bytes);
  const calls: Call[] = [];
  for (;;) {
    const message = reader.byte();
    if (message === MESSAGE.protocol) return { calls: [...calls, readProtocol(reader)], oneWay: false };
    if (message === MESSAGE.dataTypes) return { calls: [...calls, readDataTypes(reader)], oneWay: false };
    if (message !== MESSAGE.function && message !== MESSAGE.piggyback && message !== MESSAGE.oneWay)
      return { calls: [{ kind: 'unreadable', error: oracleError(3115) }], oneWay: false };
    const code = reader.byte();
    reader.byte();
    if (context.fieldVersion >= FIELD_VERSION.v23Extension1) reader.integer();
    const call = readFunction(code, reader, context);
    calls.push(call);
    // What follows an unknown piggyback cannot be found.
    if (message !== MESSAGE.piggyback || call.kind === 'unreadable')
      return { calls, oneWay: message === MESSAGE.oneWay };
  }
}

function readFunction(code: number, reader: Reader, context: RequestContext): Call {
  switch (code) {
    case FUNCTION.execute:
      return readExecute(reader, context);
    case FUNCTION.reexecute:
      return readReexecute(reader, context, false);
    case FUNCTION.reexecuteAndFetch:
      return readReexecute(reader, context, true);
    case FUNCTION.fetch:
      return { kind: 'fetch', cursorId: reader.integer(), rows: reader.integer() };
    case FUNCTION.lobOperation:
      return readLobOperation(reader);
    case FUNCTION.commit:
      return { kind: 'commit' };
    case FUNCTION.rollback:
      return { kind: 'rollback' };
    case FUNCTION.ping:
      return { kind: 'ping' };
    case FUNCTION.logoff:
      return { kind: 'logoff' };
    case FUNCTION.closeCursors:
      return { kind: 'close-cursors', ids: readIds(reader) };
    case FUNCTION.cancelCursors:
      return { kind: 'cancel-cursors', ids: readIds(reader) };
    default:
      return readSessionFunction(code, reader);
  }
}

function readSessionFunction(code: number, reader: Reader): Call {
  switch (code) {
    case FUNCTION.authPhaseOne:
      return { kind: 'auth-phase-one', ...readAuthentication(reader) };
    case FUNCTION.authPhaseTwo:
      return { kind: 'auth-phase-two', ...readAuthentication(reader) };
    case FUNCTION.setSchema:
      reader.byte();
      return { kind: 'set-schema', schema: reader.sizedText() };
    case FUNCTION.endToEnd:
      return readEndToEnd(reader);
    case FUNCTION.appContext:
      return readAppContext(reader);
    case FUNCTION.sessionRelease:
      reader.skip(2);
      reader.integer();
      return { kind: 'session-release' };
    default:
      return { kind: 'unreadable', error: oracleError(3115) };
  }
}

/** version u8, accepted versions up to 0, driver name up to 0 */
function readProtocol(reader: Reader): Call {
  reader.byte();
  while (reader.byte() !== 0);
  let driver = '';
  for (let code = reader.byte(); code !== 0; code = reader.byte()) driver += String.fromCharCode(code);
  return { kind: 'protocol', driver };
}

/** character sets, encoding flags, capabilities, time zone if announced, then (type, conversion [, 4 bytes]) up to type 0 */
function readDataTypes(reader: Reader): Call {
  reader.skip(5);
  const compile = reader.bytes();
  const runtime = reader.bytes();
  const sendsTimeZone = ((runtime?.[1] ?? 0) & 0x01) !== 0;
  if (sendsTimeZone) reader.skip(11);
  while (reader.uint16() !== 0) if (reader.uint16() !== 0) reader.skip(4);
  return {
    kind: 'data-types',
    fieldVersion: compile?.[7] ?? 0,
    sendsTimeZone,
    endOfResponse: ((compile?.[40] ?? 0) & 0x20) !== 0,
  };
}

function readIds(reader: Reader): readonly number[] {
  reader.byte();
  return Array.from({ length: reader.integer() }, () => reader.integer());
}

function readAuthentication(reader: Reader): { readonly user: string; readonly values: ReadonlyMap<string, string> } {
  const hasUser = reader.byte() !== 0;
  reader.integer();
  reader.integer();
  reader.byte();
  const count = reader.integer();
  reader.skip(2);
  const user = hasUser ? reader.text() : '';
  const values = new Map<string, string>();
  for (let index = 0; index < count; index += 1) {
    const key = reader.sizedText();
    values.set(key, reader.sizedText());
    reader.integer();
  }
  return { user, values };
}

function readLobOperation(reader: Reader): Call {
  const hasSource = reader.byte() !== 0;
  const sourceBytes = reader.integer();
  reader.byte();
  reader.integer();
  reader.integer();
  reader.integer();
  reader.skip(3);
  const operation = reader.integer();
  reader.skip(2);
  const sourceOffset = reader.integer();
  const destinationOffset = reader.integer();
  const sendAmount = reader.byte() !== 0;
  reader.skip(6);
  const locator = hasSource ? reader.fixed(sourceBytes) : null;
  if ((operation & LOB_OPERATION.array) !== 0) return { kind: 'free-lobs', locators: locator ?? Buffer.alloc(0) };
  if (operation === LOB_OPERATION.createTemporary) reader.integer();
  let data: Buffer | null = null;
  if (operation === LOB_OPERATION.write) {
    reader.byte();
    data = reader.bytes() ?? Buffer.alloc(0);
  }
  const amount = sendAmount ? reader.integer() : 0;
  return { kind: 'lob', operation, locator, sourceOffset, destinationOffset, sendAmount, amount, data };
}

/** Lengths first, then the texts that have one. */
function readEndToEnd(reader: Reader): Call {
  reader.skip(2);
  reader.integer();
  const lengths: (readonly [EndToEndName, number])[] = [];
  const length = (name: EndToEndName): void => {
    reader.byte();
    lengths.push([name, reader.integer()]);
  };
  length('clientIdentifier');
  length('module');
  length('action');
  length('executionContext');
  reader.byte();
  reader.integer();
  length('clientInfo');
  reader.byte();
  reader.integer();
  reader.byte();
  reader.integer();
  length('operation');
  const attributes = new Map<EndToEndName, string>();
  for (const [name, size] of lengths) if (size > 0) attributes.set(name, reader.text());
  return { kind: 'end-to-end', attributes };
}

function readAppContext(reader: Reader): Call {
  if (reader.byte() !== 0) reader.integer();
  reader.byte();
  const count = reader.integer();
  reader.integer();
  reader.byte();
  reader.text();
  for (let index = 0; index < count; index += 1) {
    reader.sizedText();
    reader.sizedText();
    reader.integer();
  }
  return { kind: 'app-context' };
}
