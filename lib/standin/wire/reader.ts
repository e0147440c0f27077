/** The request does not end in the bytes received so far. */
export class NeedMore extends Error {
  constructor() {
    super('the message continues in a later packet');
    this.name = 'NeedMore';
  }
}

/**
 * Reads TTC primitives out of a request and never beyond it.
 *
 *     integer     length byte (bit 7: negative), then that many bytes, high byte first
 *     bytes       length byte 1..252 and the bytes, or 254 and chunks (integer length, bytes) up to a length of 0; 0 and 255 are NULL
 */
export class Reader {
  readonly buffer: Buffer;
  position: number;

  constructor(buffer: Buffer, position = 0) {
    this.buffer = buffer;
    this.position = position;
  }

  byte(): number {
    return this.buffer.readUInt8(this.#take(1));
  }

  uint16(): number {
    return this.buffer.readUInt16BE(this.#take(2));
  }

  /** A view, not a copy. */
  fixed(length: number): Buffer {
    const at = this.#take(length);
    return this.buffer.subarray(at, at + length);
  }

  skip(length: number): void {
    this.#take(length);
  }

  integer(): number {
    const head = this.byte();
    const size = head & 0x7f;
    if (size === 0) return 0;
    const at = this.#take(size);
    const value =
      size <= 6 ? this.buffer.readUIntBE(at, size) : Number(BigInt(`0x${this.buffer.toString('hex', at, at + size)}`));
    return (head & 0x80) === 0 ? value : -value;
  }

  bytes(): Buffer | null {
    const length = this.byte();
    if (length === 0 || length === 255) return null;
    if (length !== 254) return this.fixed(length);
    const chunks: Buffer[] = [];
    for (;;) {
      const size = this.integer();
      if (size === 0) break;
      chunks.push(this.fixed(size));
    }
    const [first] = chunks;
    return chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
  }

  text(): string {
    return this.bytes()?.toString('utf8') ?? '';
  }

  /** Text behind an integer of its own that says whether there is any. */
  sizedText(): string {
    return this.integer() > 0 ? this.text() : '';
  }

  #take(length: number): number {
    const at = this.position;
    if (length < 0 || at + length > this.buffer.length) throw new NeedMore();
    this.position = at + length;
    return at;
  }
}
