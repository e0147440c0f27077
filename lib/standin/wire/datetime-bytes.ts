import type {
  DateTimeValue,
  OracleDate,
  OracleIntervalDs,
  OracleIntervalYm,
  OracleTimestamp,
  OracleTimestampLtz,
  OracleTimestampTz,
} from '../sql/values/value.ts';
import type { Writer } from './writer.ts';

/*
 * DATE: century + 100, year of century + 100, month, day, hour + 1, minute + 1, second + 1; both parts of a BC year are negative.
 * TIMESTAMP appends nanoseconds (u32) when there are any. WITH TIME ZONE always has them, its fields are in UTC, and appends
 * hour + 20 and minute + 60 of the offset. WITH LOCAL TIME ZONE is a TIMESTAMP in DBTIMEZONE, which is +00:00 here.
 * A region travels as its offset at that moment: no thin client reads the region number, and we know no table of them.
 */

const DATE_BYTES = 7;
const TIMESTAMP_BYTES = 11;
const ZONED_BYTES = 13;
const INTERVAL_BIAS = 0x8000_0000;
const FIELD_BIAS = 60;

/** Length byte and value. */
export function writeDateTime(writer: Writer, value: DateTimeValue): void {
  const nanosecond = value.kind === 'date' ? 0 : value.nanosecond;
  const size = value.kind === 'timestamp-tz' ? ZONED_BYTES : nanosecond === 0 ? DATE_BYTES : TIMESTAMP_BYTES;
  const buffer = writer.room(size + 1);
  const at = writer.position;
  buffer[at] = size;
  buffer[at + 1] = Math.trunc(value.year / 100) + 100;
  buffer[at + 2] = (value.year % 100) + 100;
  buffer[at + 3] = value.month;
  buffer[at + 4] = value.day;
  buffer[at + 5] = value.hour + 1;
  buffer[at + 6] = value.minute + 1;
  buffer[at + 7] = value.second + 1;
  if (size > DATE_BYTES) buffer.writeUInt32BE(nanosecond, at + 8);
  if (value.kind === 'timestamp-tz') {
    buffer[at + 12] = Math.trunc(value.offsetMinutes / 60) + 20;
    buffer[at + 13] = (value.offsetMinutes % 60) + FIELD_BIAS;
  }
  writer.position = at + 1 + size;
}

interface Fields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

function decodeFields(bytes: Buffer): Fields {
  return {
    year: (bytes.readUInt8(0) - 100) * 100 + bytes.readUInt8(1) - 100,
    month: bytes.readUInt8(2),
    day: bytes.readUInt8(3),
    hour: bytes.readUInt8(4) - 1,
    minute: bytes.readUInt8(5) - 1,
    second: bytes.readUInt8(6) - 1,
  };
}

function decodeNanosecond(bytes: Buffer): number {
  return bytes.length >= TIMESTAMP_BYTES ? bytes.readUInt32BE(DATE_BYTES) : 0;
}

export function decodeDate(bytes: Buffer): OracleDate {
  return { kind: 'date', ...decodeFields(bytes) };
}

export function decodeTimestamp(bytes: Buffer): OracleTimestamp {
  return { kind: 'timestamp', ...decodeFields(bytes), nanosecond: decodeNanosecond(bytes) };
}

export function decodeTimestampLtz(bytes: Buffer): OracleTimestampLtz {
  return { kind: 'timestamp-ltz', ...decodeFields(bytes), nanosecond: decodeNanosecond(bytes) };
}

export function decodeTimestampTz(bytes: Buffer): OracleTimestampTz {
  const offsetMinutes =
    bytes.length >= ZONED_BYTES ? (bytes.readUInt8(11) - 20) * 60 + bytes.readUInt8(12) - FIELD_BIAS : 0;
  return {
    kind: 'timestamp-tz',
    ...decodeFields(bytes),
    nanosecond: decodeNanosecond(bytes),
    offsetMinutes,
    region: null,
  };
}

/** Years (u32, biased) and months (biased), both with the sign of the interval. */
export function writeIntervalYm(writer: Writer, value: OracleIntervalYm): void {
  const buffer = writer.room(6);
  const at = writer.position;
  buffer[at] = 5;
  buffer.writeUInt32BE(INTERVAL_BIAS + Math.trunc(value.months / 12), at + 1);
  buffer[at + 5] = (value.months % 12) + FIELD_BIAS;
  writer.position = at + 6;
}

export function decodeIntervalYm(bytes: Buffer): OracleIntervalYm {
  const years = bytes.readUInt32BE(0) - INTERVAL_BIAS;
  return { kind: 'interval-ym', months: years * 12 + bytes.readUInt8(4) - FIELD_BIAS };
}

/** Days (u32), hours, minutes, seconds, nanoseconds (u32), all biased and with the sign of the interval. */
export function writeIntervalDs(writer: Writer, value: OracleIntervalDs): void {
  const buffer = writer.room(12);
  const at = writer.position;
  const days = Math.trunc(value.seconds / 86_400);
  const rest = value.seconds % 86_400;
  buffer[at] = 11;
  buffer.writeUInt32BE(INTERVAL_BIAS + days, at + 1);
  buffer[at + 5] = Math.trunc(rest / 3600) + FIELD_BIAS;
  buffer[at + 6] = Math.trunc((rest % 3600) / 60) + FIELD_BIAS;
  buffer[at + 7] = (rest % 60) + FIELD_BIAS;
  buffer.writeUInt32BE(INTERVAL_BIAS + value.nanosecond, at + 8);
  writer.position = at + 12;
}

export function decodeIntervalDs(bytes: Buffer): OracleIntervalDs {
  const hours = (bytes.readUInt32BE(0) - INTERVAL_BIAS) * 24 + bytes.readUInt8(4) - FIELD_BIAS;
  const minutes = hours * 60 + bytes.readUInt8(5) - FIELD_BIAS;
  return {
    kind: 'interval-ds',
    seconds: minutes * 60 + bytes.readUInt8(6) - FIELD_BIAS,
    nanosecond: bytes.readUInt32BE(7) - INTERVAL_BIAS,
  };
}
