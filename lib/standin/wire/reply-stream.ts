import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PacketSocket } from './packet-socket.ts';
import { MESSAGE } from './wire-numbers.ts';
import type { Writer } from './writer.ts';

/** The client broke in while its reply was being made: nothing more of it may be sent. */
export class Cancelled extends Error {
  constructor() {
    super('the client cancelled the call');
    this.name = 'Cancelled';
  }
}

/**
 * The reply to one request. Handlers write into `writer`; a long reply is flushed in parts, each when the client has taken the
 * one before, so that a slow reader holds up its own query and not the server's memory.
 */
export class ReplyStream {
  readonly writer: Writer;
  readonly flushBytes: number;
  readonly #packets: PacketSocket;
  readonly #isCancelled: () => boolean;
  /** Up to here the writer holds whole messages that stay valid when an error follows. */
  #kept = 0;

  constructor(options: {
    readonly writer: Writer;
    readonly packets: PacketSocket;
    readonly flushBytes: number;
    readonly isCancelled: () => boolean;
  }) {
    this.writer = options.writer.reset();
    this.flushBytes = options.flushBytes;
    this.#packets = options.packets;
    this.#isCancelled = options.isCancelled;
  }

  /** Only between whole messages: an error that follows is appended to what was sent. Lets other sessions have their turn. */
  async flush(): Promise<void> {
    this.throwIfCancelled();
    this.#packets.sendData(this.writer.view(), false);
    this.writer.reset();
    this.#kept = 0;
    await this.#packets.drained();
    await nextTurn();
    this.throwIfCancelled();
  }

  /** Lets other sessions, and a break of this one, have their turn. */
  async yieldTurn(): Promise<void> {
    await nextTurn();
    this.throwIfCancelled();
  }

  /** What is written so far goes out even when the call fails later. */
  keep(): void {
    this.#kept = this.writer.position;
  }

  /** Takes back what was written since {@link keep}. */
  dropUnkept(): void {
    this.writer.position = this.#kept;
  }

  finish(marked: boolean): void {
    if (this.#isCancelled()) return;
    if (marked) this.writer.byte(MESSAGE.endOfResponse);
    this.#packets.sendData(this.writer.view(), marked);
  }

  throwIfCancelled(): void {
    if (this.#isCancelled()) throw new Cancelled();
  }
}
