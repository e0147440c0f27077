import type { Socket } from 'node:net';
import { DATA_FLAG, PACKET } from './wire-numbers.ts';

const HEADER_BYTES = 8;
const DATA_HEADER_BYTES = 10;
const PACKET_BYTES_MAX = 2 * 1024 * 1024;
/** Versions from here on have 32-bit packet lengths once ACCEPT was sent, in both directions. */
const LARGE_SDU_VERSION = 315;
const FLAGS_VERSION = 318;

export interface Acceptance {
  readonly version: number;
  readonly sdu: number;
  readonly flags: number;
}

/**
 * The packet layer of one connection.
 *
 *     packet   length (u16 and a checksum u16, or u32), type u8, flags u8, u16; DATA: flags u16, payload
 */
export class PacketSocket {
  sdu = 8192;
  readonly #socket: Socket;
  readonly #onPacket: (type: number, packet: Buffer) => void;
  #wideLengths = false;
  #pieces: Buffer[] = [];
  #piecesBytes = 0;
  #wantedBytes = HEADER_BYTES;

  constructor(socket: Socket, onPacket: (type: number, packet: Buffer) => void) {
    this.#socket = socket;
    this.#onPacket = onPacket;
    socket.on('data', (chunk) => this.#feed(chunk));
  }

  /** One logical response is one or more DATA packets; only the last may carry the end-of-response flag. */
  sendData(payload: Uint8Array, endOfResponse: boolean): void {
    const room = this.sdu - DATA_HEADER_BYTES;
    const count = Math.max(1, Math.ceil(payload.length / room));
    const out = Buffer.allocUnsafe(payload.length + count * DATA_HEADER_BYTES);
    let from = 0;
    let to = 0;
    for (let index = 0; index < count; index += 1) {
      const size = Math.min(room, payload.length - from);
      this.#header(out, to, size + DATA_HEADER_BYTES, PACKET.data);
      out.writeUInt16BE(endOfResponse && index === count - 1 ? DATA_FLAG.endOfResponse : 0, to + HEADER_BYTES);
      out.set(payload.subarray(from, from + size), to + DATA_HEADER_BYTES);
      from += size;
      to += size + DATA_HEADER_BYTES;
    }
    this.#socket.write(out);
  }

  /** Resolves when the peer has taken enough of what was sent for more to be worth making; also when the socket is gone. */
  async drained(): Promise<void> {
    const socket = this.#socket;
    if (!socket.writableNeedDrain || socket.destroyed) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        socket.off('drain', done);
        socket.off('close', done);
        resolve();
      };
      socket.on('drain', done);
      socket.on('close', done);
    });
  }

  sendMarker(data: number): void {
    const packet = Buffer.alloc(11);
    this.#header(packet, 0, packet.length, PACKET.marker);
    packet[8] = 1;
    packet[10] = data;
    this.#socket.write(packet);
  }

  sendAccept(acceptance: Acceptance): void {
    const { version, sdu, flags } = acceptance;
    const packet = Buffer.alloc(version >= FLAGS_VERSION ? 45 : 41);
    this.#header(packet, 0, packet.length, PACKET.accept);
    packet.writeUInt16BE(version, 8);
    packet.writeUInt16BE(0x0001, 10);
    packet.writeUInt16BE(Math.min(sdu, 65_535), 12);
    packet.writeUInt16BE(65_535, 14);
    packet.writeUInt16BE(1, 16);
    // No native network encryption: without these two the driver starts to negotiate it.
    packet[22] = 0x04;
    packet[23] = 0x08;
    packet.writeUInt32BE(sdu, 32);
    packet.writeUInt32BE(PACKET_BYTES_MAX, 36);
    if (version >= FLAGS_VERSION) packet.writeUInt32BE(flags, 41);
    this.#socket.write(packet);
    this.sdu = sdu;
    this.#wideLengths = version >= LARGE_SDU_VERSION;
  }

  sendRefuse(code: number): void {
    const error = `(ERROR_STACK=(ERROR=(CODE=${code})(EMFI=4)))`;
    const text = Buffer.from(`(DESCRIPTION=(TMP=)(VSNNUM=318767104)(ERR=${code})${error})`);
    const packet = Buffer.alloc(12 + text.length);
    this.#header(packet, 0, packet.length, PACKET.refuse);
    packet[8] = 0x22;
    packet.writeUInt16BE(text.length, 10);
    packet.set(text, 12);
    this.#socket.end(packet);
  }

  /** Sends what is written and hears nothing more. */
  endSoon(): void {
    this.#socket.destroySoon();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** Pieces are joined once per packet, not once per chunk: a 2 MiB packet arrives in dozens of chunks. */
  #feed(chunk: Buffer): void {
    this.#pieces.push(chunk);
    this.#piecesBytes += chunk.length;
    if (this.#piecesBytes < this.#wantedBytes) return;
    let data = this.#pieces.length === 1 ? chunk : Buffer.concat(this.#pieces, this.#piecesBytes);
    this.#wantedBytes = HEADER_BYTES;
    while (data.length >= HEADER_BYTES) {
      const size = this.#wideLengths ? data.readUInt32BE(0) : data.readUInt16BE(0);
      if (size < HEADER_BYTES || size > PACKET_BYTES_MAX) {
        this.#socket.destroy();
        return;
      }
      if (size > data.length) {
        this.#wantedBytes = size;
        break;
      }
      this.#onPacket(data.readUInt8(4), data.subarray(0, size));
      data = data.subarray(size);
    }
    this.#pieces = data.length > 0 ? [data] : [];
    this.#piecesBytes = data.length;
  }

  #header(target: Buffer, at: number, size: number, type: number): void {
    if (this.#wideLengths) {
      target.writeUInt32BE(size, at);
    } else {
      target.writeUInt16BE(size, at);
      target.writeUInt16BE(0, at + 2);
    }
    target[at + 4] = type;
    target[at + 5] = 0;
    target.writeUInt16BE(0, at + 6);
  }
}
