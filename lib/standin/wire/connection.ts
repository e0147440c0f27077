import type { Socket } from 'node:net';
import { OracleError, oracleError } from '../oracle-error.ts';
import type { Call, Request } from './call.ts';
import { parseConnectPacket, requestedService } from './connect-packet.ts';
import type { ConnectPacket } from './connect-packet.ts';
import { replyContext } from './connection-state.ts';
import type { ConnectionState, SessionCounter } from './connection-state.ts';
import { CursorTable } from './cursor-table.ts';
import { dispatch, endSession, internalError } from './dispatch.ts';
import type { Engine } from './engine.ts';
import type { FaultPlan } from './fault-plan.ts';
import { LobTable } from './lob-table.ts';
import { PacketSocket } from './packet-socket.ts';
import { NeedMore } from './reader.ts';
import { Cancelled, ReplyStream } from './reply-stream.ts';
import { writeClosing } from './reply.ts';
import { readRequest } from './request.ts';
import { DATA_FLAG, MARKER, PACKET } from './wire-numbers.ts';
import type { WireLimits, WirePersona } from './wire-settings.ts';
import { Writer } from './writer.ts';

export interface ConnectionOptions {
  readonly engine: Engine;
  readonly faults: FaultPlan;
  readonly persona: WirePersona;
  readonly limits: WireLimits;
  /** Upper case; empty accepts any. */
  readonly services: ReadonlySet<string>;
  readonly sessions: SessionCounter;
  /** Hears of errors that are not Oracle's: bugs. */
  readonly onInternalError: (error: unknown) => void;
}

const END_OF_RESPONSE_VERSION = 319;
const FLAG_END_OF_RESPONSE = 0x0200_0000;
const REFUSED_SERVICE = 12_514;
const REFUSED_SID = 12_505;
/** A request of a client that has not logged on. */
const STRANGER_BYTES_MAX = 256 * 1024;
/** Bytes that a full packet may fall short of the SDU. */
const SDU_SLACK_BYTES = 64;

/**
 * One client: packets to requests, requests to replies, one after another; breaks and resets between.
 *
 * A break arrives while a call runs: the reply under way is dropped, we answer BREAK, the client says RESET, we answer RESET and
 * ORA-01013. What the client sent before its RESET is void.
 */
export class Connection {
  /** Resolves when the socket is closed and the session is gone. */
  readonly closed: Promise<void>;
  readonly #socket: Socket;
  readonly #packets: PacketSocket;
  readonly #options: ConnectionOptions;
  readonly #state: ConnectionState;
  readonly #writer = new Writer(64 * 1024);
  #phase: 'connect' | 'descriptor' | 'open' = 'connect';
  #connect: ConnectPacket | null = null;
  #pieces: Buffer[] = [];
  #piecesBytes = 0;
  /** Without end-of-request marks a request is tried again when it has doubled. */
  #retryAtBytes = 0;
  /** Drivers from 7.0 on mark the last packet of each request. */
  #marksRequests = false;
  #breaking = false;
  /** Counts breaks: a reply made for an earlier generation is void. */
  #generation = 0;
  #queue: Promise<void> = Promise.resolve();

  constructor(socket: Socket, options: ConnectionOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#state = initialState(options, () => socket.destroy());
    this.#packets = new PacketSocket(socket, (type, packet) => this.#onPacket(type, packet));
    const timer = setTimeout(() => {
      if (this.#state.login === null) socket.destroy();
    }, options.limits.logonTimeoutMs);
    timer.unref();
    // Errors of the socket arrive as its close.
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      socket.on('close', () => {
        clearTimeout(timer);
        this.#interrupt();
        this.#enqueue(async () => endSession(this.#state));
        void this.#queue.then(resolve);
      });
    });
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #onPacket(type: number, packet: Buffer): void {
    if (type === PACKET.connect) this.#onConnect(parseConnectPacket(packet));
    else if (type === PACKET.marker) this.#onMarker(packet.length > 10 ? packet.readUInt8(10) : MARKER.break);
    else if (type === PACKET.data && packet.length >= 10) this.#onData(packet);
    else this.#socket.destroy();
  }

  #onConnect(connect: ConnectPacket | null): void {
    if (connect === null || this.#phase !== 'connect') {
      this.#socket.destroy();
      return;
    }
    this.#connect = connect;
    if (connect.descriptor === null) this.#phase = 'descriptor';
    else this.#accept(connect, connect.descriptor);
  }

  #accept(connect: ConnectPacket, descriptor: string): void {
    const { persona, limits, services } = this.#options;
    const service = requestedService(descriptor);
    if (services.size > 0 && !services.has(service.name.toUpperCase())) {
      this.#packets.sendRefuse(service.kind === 'sid' ? REFUSED_SID : REFUSED_SERVICE);
      return;
    }
    this.#state.service = service.name;
    const version = Math.min(persona.protocolVersion, connect.version);
    this.#state.marksResponse = persona.endOfResponse && version >= END_OF_RESPONSE_VERSION;
    this.#packets.sendAccept({
      version,
      sdu: Math.max(512, Math.min(limits.sduBytesMax, connect.sdu)),
      flags: this.#state.marksResponse ? FLAG_END_OF_RESPONSE : 0,
    });
    this.#phase = 'open';
  }

  #onData(packet: Buffer): void {
    const flags = packet.readUInt16BE(8);
    const payload = packet.subarray(10);
    if (this.#phase === 'descriptor' && this.#connect !== null) {
      this.#accept(this.#connect, payload.toString('latin1'));
      return;
    }
    if (this.#phase !== 'open') {
      this.#socket.destroy();
      return;
    }
    if ((flags & DATA_FLAG.endOfFile) !== 0) {
      this.#socket.end();
      return;
    }
    if (this.#breaking || payload.length === 0) return;
    this.#collect(payload, (flags & DATA_FLAG.endOfRequest) !== 0, packet.length);
  }

  #collect(payload: Buffer, marked: boolean, packetBytes: number): void {
    this.#pieces.push(payload);
    this.#piecesBytes += payload.length;
    const { requestBytesMax } = this.#options.limits;
    if (this.#piecesBytes > (this.#state.session === null ? STRANGER_BYTES_MAX : requestBytesMax)) {
      this.#pieces = [];
      this.#enqueue(async () => this.#answer([{ kind: 'unreadable', error: oracleError(3146) }], false));
      this.#enqueue(async () => this.#packets.endSoon());
      return;
    }
    if (marked) this.#marksRequests = true;
    const short = packetBytes < this.#packets.sdu - SDU_SLACK_BYTES || this.#piecesBytes >= this.#retryAtBytes;
    if (this.#marksRequests ? marked : short) this.#tryRequest();
  }

  #tryRequest(): void {
    const bytes = this.#pieces.length === 1 ? this.#pieces[0] : Buffer.concat(this.#pieces, this.#piecesBytes);
    if (bytes === undefined) return;
    let request: Request;
    try {
      request = readRequest(bytes, {
        fieldVersion: this.#state.fieldVersion,
        complete: this.#marksRequests,
        lobs: this.#state.lobs,
        cursor: (id) => this.#state.cursors.find(id),
      });
    } catch (error) {
      if (error instanceof NeedMore && !this.#marksRequests) {
        this.#retryAtBytes = this.#piecesBytes * 2;
        this.#pieces = [bytes];
        return;
      }
      request = { calls: [{ kind: 'unreadable', error: asOracleError(error) }], oneWay: false };
    }
    this.#forgetPieces();
    const { calls, oneWay } = request;
    this.#enqueue(async () => this.#answer(calls, oneWay));
  }

  #forgetPieces(): void {
    this.#pieces = [];
    this.#piecesBytes = 0;
    this.#retryAtBytes = 0;
  }

  #onMarker(kind: number): void {
    if (kind !== MARKER.reset) {
      this.#breaking = true;
      this.#forgetPieces();
      this.#interrupt();
      this.#packets.sendMarker(MARKER.break);
      return;
    }
    this.#packets.sendMarker(MARKER.reset);
    this.#breaking = false;
    this.#state.interruption = new AbortController();
    this.#enqueue(async () => this.#answer([{ kind: 'unreadable', error: oracleError(1013) }], false));
  }

  #interrupt(): void {
    this.#generation += 1;
    this.#state.interruption.abort();
    this.#state.session?.cancel();
  }

  #enqueue(work: () => Promise<void>): void {
    this.#queue = this.#queue.then(work).catch((error: unknown) => {
      this.#options.onInternalError(error);
      this.#socket.destroy();
    });
  }

  async #answer(calls: readonly Call[], oneWay: boolean): Promise<void> {
    const generation = this.#generation;
    const state = this.#state;
    const reply = new ReplyStream({
      writer: this.#writer,
      packets: this.#packets,
      flushBytes: this.#options.limits.flushBytes,
      isCancelled: () => generation !== this.#generation || this.#socket.destroyed,
    });
    const cursorsBefore = state.cursors.lastOpened;
    try {
      for (const call of calls) await dispatch(state, call, reply);
    } catch (error) {
      if (error instanceof Cancelled) return;
      this.#writeError(error, calls, reply, cursorsBefore);
    }
    const last = calls.at(-1)?.kind;
    if (!oneWay) reply.finish(state.marksResponse && last !== 'protocol' && last !== 'data-types');
  }

  /** Whole rows that are written already go out in front of the error; anything else of the reply is dropped with it. */
  #writeError(error: unknown, calls: readonly Call[], reply: ReplyStream, cursorsBefore: number): void {
    if (!(error instanceof OracleError)) this.#options.onInternalError(error);
    const shown = asOracleError(error);
    const { cursors } = this.#state;
    const call = calls.at(-1);
    const named = call?.kind === 'execute' || call?.kind === 'fetch' ? call.cursorId : 0;
    const cursorId = named === 0 && cursors.lastOpened !== cursorsBefore ? cursors.lastOpened : named;
    if (cursorId !== 0) cursors.cancel(cursorId);
    reply.dropUnkept();
    writeClosing(reply.writer, replyContext(this.#state), {
      code: shown.code,
      text: shown.message,
      offset: shown.offset,
      cursorId,
    });
  }
}

function asOracleError(error: unknown): OracleError {
  return error instanceof OracleError ? error : internalError(error);
}

function initialState(options: ConnectionOptions, destroy: () => void): ConnectionState {
  const { engine, faults, persona, limits, sessions } = options;
  return {
    engine,
    faults,
    persona,
    limits,
    sessions,
    cursors: new CursorTable(limits.cursorsMax),
    lobs: new LobTable(limits.lobs),
    fieldVersion: persona.fieldVersion,
    marksResponse: false,
    service: '',
    logon: null,
    session: null,
    login: null,
    interruption: new AbortController(),
    destroy,
  };
}
