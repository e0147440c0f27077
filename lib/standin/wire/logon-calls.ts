import { oracleError } from '../oracle-error.ts';
import type { Call } from './call.ts';
import { replyContext } from './connection-state.ts';
import type { ConnectionState } from './connection-state.ts';
import { Handshake, makeVerifier } from './handshake.ts';
import type { AuthValues, Verifier } from './handshake.ts';
import type { Login } from './engine.ts';
import { strike } from './strike.ts';
import type { ReplyStream } from './reply-stream.ts';
import { writePairs, writeStatus } from './reply.ts';
import { CHARSET, FIELD_VERSION, MESSAGE } from './wire-numbers.ts';
import type { Writer } from './writer.ts';

const BANNER = 'x86_64/Linux 2.4.xx\0';
const SERVER_PROTOCOL = 6;
const NCHARSET_AT = 9;
/** DBTIMEZONE +00:00 in the form of the data type negotiation. */
const UTC_ZONE = Buffer.from([0x80, 0, 0, 0, 60, 60, 60, 0x80, 0, 0, 0]);
const MAX_IDENTIFIER_BYTES = 128;

export function answerProtocol(state: ConnectionState, writer: Writer): void {
  const charsets = Buffer.alloc(11);
  charsets.writeUInt16BE(CHARSET.utf16, NCHARSET_AT);
  writer.byte(MESSAGE.protocol).byte(SERVER_PROTOCOL).byte(0).raw(Buffer.from(BANNER));
  writer.uint16le(CHARSET.utf8).byte(1).uint16le(0).uint16(charsets.length).raw(charsets);
  writer.bytes(compileCapabilities(state)).bytes(runtimeCapabilities());
}

/** Only the bytes that the driver reads have a meaning; the others are those of a 19c server. */
function compileCapabilities(state: ConnectionState): Buffer {
  const capabilities = Buffer.alloc(53);
  capabilities[0] = 6;
  capabilities[4] = 0xea;
  capabilities[7] = state.persona.fieldVersion;
  capabilities[8] = 1;
  capabilities[15] = 0x29;
  capabilities[17] = 3;
  capabilities[18] = 7;
  capabilities[21] = 1;
  capabilities[23] = 0xcf;
  capabilities[27] = 1;
  capabilities[37] = 0xb8;
  capabilities[40] = state.marksResponse ? 0x20 : 0;
  return capabilities;
}

/** Byte 1: time zones are exchanged; byte 6: strings of 32,767 bytes. */
function runtimeCapabilities(): Buffer {
  const capabilities = Buffer.alloc(11);
  capabilities[0] = 2;
  capabilities[1] = 0x01;
  capabilities[6] = 0x04;
  return capabilities;
}

export function answerDataTypes(
  state: ConnectionState,
  call: Extract<Call, { readonly kind: 'data-types' }>,
  writer: Writer,
): void {
  state.fieldVersion = Math.min(state.persona.fieldVersion, call.fieldVersion);
  state.marksResponse &&= call.endOfResponse;
  writer.byte(MESSAGE.dataTypes);
  if (call.sendsTimeZone) writer.raw(UTC_ZONE);
  writer.uint16(0);
}

/** A user who does not exist walks through the same steps, and fails where a wrong password fails. */
export function answerAuthPhaseOne(state: ConnectionState, sentUser: string, writer: Writer): void {
  const user = sentUser.startsWith('"') ? sentUser.slice(1, -1) : sentUser.toUpperCase();
  const account = state.engine.account(user);
  const verifier: Verifier =
    account === null ? makeVerifier(`${Math.random()}`) : makeVerifier(account.password, account.verifier);
  const handshake = new Handshake(verifier);
  state.logon = { handshake, user: account === null ? null : user };
  writePairs(writer, handshake.challenge());
  writeStatus(writer, replyContext(state));
}

export async function answerAuthPhaseTwo(
  state: ConnectionState,
  values: AuthValues,
  reply: ReplyStream,
): Promise<void> {
  const { logon } = state;
  state.logon = null;
  if (logon?.user === undefined || logon.user === null || !logon.handshake.accepts(values)) throw oracleError(1017);
  if (state.sessions.count >= state.limits.sessionsMax) throw oracleError(18);
  const login = loginOf(logon.user, state.service, values);
  await strike(state, 'logon', { user: login.user, text: '' });
  const session = await state.engine.openSession(login, () => state.destroy());
  state.sessions.count += 1;
  state.session = session;
  state.login = login;
  const settings = (values.get('AUTH_ALTER_SESSION') ?? '').replace(/\0+$/, '').trim();
  if (settings !== '') await session.execute(settings, []);
  writePairs(
    reply.writer,
    logonPairs(state, session, logon.handshake).map(([key, value]) => [key, value, 0]),
  );
  writeStatus(reply.writer, replyContext(state));
}

function loginOf(user: string, service: string, values: AuthValues): Login {
  const value = (key: string): string => values.get(key) ?? '';
  return {
    user,
    service,
    program: value('AUTH_PROGRAM_NM'),
    machine: value('AUTH_MACHINE'),
    osUser: value('AUTH_SID'),
    terminal: value('AUTH_TERMINAL'),
    driver: value('SESSION_CLIENT_DRIVER_NAME'),
  };
}

function logonPairs(
  state: ConnectionState,
  session: { readonly id: number; readonly serial: number },
  handshake: Handshake,
): readonly (readonly [string, string])[] {
  const { service } = state;
  return [
    ['AUTH_SVR_RESPONSE', handshake.proof()],
    ['AUTH_VERSION_STRING', '- Production'],
    ['AUTH_VERSION_NO', String(versionNumber(state))],
    ['AUTH_SESSION_ID', String(session.id)],
    ['AUTH_SERIAL_NUM', String(session.serial)],
    ['AUTH_INSTANCENAME', service.toLowerCase()],
    ['AUTH_DBNAME', service.toUpperCase()],
    ['AUTH_SC_DBUNIQUE_NAME', service],
    ['AUTH_SC_SERVICE_NAME', service],
    ['AUTH_SC_DB_DOMAIN', ''],
    ['AUTH_MAX_OPEN_CURSORS', '1000'],
    ['AUTH_MAX_IDEN_LENGTH', String(MAX_IDENTIFIER_BYTES)],
  ];
}

/** Packed in one integer; the release got eight bits in 18c. */
function versionNumber(state: ConnectionState): number {
  const [major, release, update] = state.persona.serverVersion;
  const releaseShift = state.fieldVersion >= FIELD_VERSION.v18Extension1 ? 16 : 20;
  return (major << 24) | (release << releaseShift) | (update << 12);
}
