const SHORT_BYTES = 252;
/** Below this many characters a loop beats two calls into the runtime (measured: 2-3 times for ten characters). */
const LOOP_CHARACTERS = 48;

/** Writes TTC primitives into a buffer that grows; {@link Reader} gives their grammar. */
export class Writer {
  buffer: Buffer;
  position = 0;

  constructor(size = 1024) {
    this.buffer = Buffer.allocUnsafe(size);
  }

  reset(): this {
    this.position = 0;
    return this;
  }

  /** What was written, as a view that the next write may overwrite. */
  view(): Buffer {
    return this.buffer.subarray(0, this.position);
  }

  /** Makes room and returns the buffer, which may be a new one. */
  room(length: number): Buffer {
    const wanted = this.position + length;
    if (wanted > this.buffer.length) {
      const grown = Buffer.allocUnsafe(Math.max(wanted, this.buffer.length * 2));
      this.buffer.copy(grown, 0, 0, this.position);
      this.buffer = grown;
    }
    return this.buffer;
  }

  byte(value: number): this {
    this.room(1)[this.position] = value;
    this.position += 1;
    return this;
  }

  uint16(value: number): this {
    this.position = this.room(2).writeUInt16BE(value, this.position);
    return this;
  }

  uint16le(value: number): this {
    this.position = this.room(2).writeUInt16LE(value, this.position);
    return this;
  }

  zeros(length: number): this {
    this.room(length).fill(0, this.position, this.position + length);
    this.position += length;
    return this;
  }

  raw(bytes: Uint8Array): this {
    this.room(bytes.length).set(bytes, this.position);
    this.position += bytes.length;
    return this;
  }

  /** At most six bytes: the driver reads integers with readUIntBE. */
  integer(value: number): this {
    const buffer = this.room(8);
    if (value === 0) {
      buffer[this.position] = 0;
      this.position += 1;
      return this;
    }
    const magnitude = Math.abs(value);
    const size =
      magnitude < 0x100 ? 1 : magnitude < 0x1_0000 ? 2 : magnitude < 0x100_0000 ? 3 : magnitude < 0x1_0000_0000 ? 4 : 6;
    buffer[this.position] = value < 0 ? size | 0x80 : size;
    this.position = buffer.writeUIntBE(magnitude, this.position + 1, size);
    return this;
  }

  /** Null and empty are the same on the wire. */
  bytes(value: Uint8Array | null): this {
    if (value === null || value.length === 0) return this.byte(0);
    if (value.length <= SHORT_BYTES) return this.byte(value.length).raw(value);
    return this.byte(254).integer(value.length).raw(value).integer(0);
  }

  text(value: string): this {
    if (value.length <= LOOP_CHARACTERS && this.#ascii(value)) return this;
    const length = Buffer.byteLength(value);
    if (length === 0) return this.byte(0);
    if (length <= SHORT_BYTES) this.byte(length);
    else this.byte(254).integer(length);
    this.position += this.room(length).write(value, this.position, length, 'utf8');
    return length <= SHORT_BYTES ? this : this.integer(0);
  }

  sizedText(value: string): this {
    const length = Buffer.byteLength(value);
    this.integer(length);
    return length === 0 ? this : this.text(value);
  }

  #ascii(value: string): boolean {
    const length = value.length;
    const buffer = this.room(length + 1);
    const at = this.position;
    buffer[at] = length;
    for (let index = 0; index < length; index += 1) {
      const code = value.charCodeAt(index);
      if (code > 0x7f) return false;
      buffer[at + 1 + index] = code;
    }
    this.position = at + 1 + length;
    return true;
  }
}
