import { assert, Fault, unreachable } from '../../model/fault.ts';
import type { ColumnPlan, TablePlan } from '../../model/table-plan.ts';
import type { CanonicalRow } from '../../model/value.ts';
import { writingOf } from './column-value.ts';
import { quoteIdentifier, quoteTable } from './identifier.ts';
import { hexText } from './literal.ts';

/**
 * `LOAD DATA LOCAL INFILE`, whose lines are, by example (→ is a tab):
 *
 *   1→12.50→it's → 2024-02-14 10:58:02→\N        one row; NULL is \N
 *   2→-0.5→a\→b→...                              a tab, newline or backslash inside a text follows a backslash
 *   3→...→00ff                                   short bytes as hex digits, decoded by UNHEX(@n)
 *   4→...→<bytes>                                a LONGBLOB as its bytes, escaped like a text: half the size of hex
 *
 * The file is declared to be of character set `binary`: texts are UTF-8 already and pass unconverted, bytes stay bytes.
 *
 * The FIELDS and LINES clauses are left at their defaults, which are these on MySQL, MariaDB and OceanBase as long as the
 * session's sql_mode has no NO_BACKSLASH_ESCAPES. LOCAL means IGNORE: duplicates are skipped and values are bent with no
 * more than a warning (measured), so whoever runs this must look at the counts and roll back.
 */
export function loadStatement(table: TablePlan): string {
  const fields: string[] = [];
  const settings: string[] = [];
  table.columns.forEach((column, position) => {
    const name = quoteIdentifier(column.targetName);
    if (writingOf(column) === 'bytes' && !isRaw(column)) {
      fields.push(`@b${position}`);
      settings.push(`${name} = UNHEX(@b${position})`);
    } else {
      fields.push(name);
    }
  });
  const set = settings.length === 0 ? '' : ` SET ${settings.join(', ')}`;
  return (
    `LOAD DATA LOCAL INFILE 'rows' INTO TABLE ${quoteTable(table.target)}` +
    ` CHARACTER SET binary (${fields.join(', ')})${set}`
  );
}

/** True for columns whose bytes stand in the file as they are. */
function isRaw(column: ColumnPlan): boolean {
  return column.targetType.kind === 'longblob';
}

/** True when lines of the table hold raw bytes, so that they are not texts and take `linePartsOf`. */
export function hasRawBytes(table: TablePlan): boolean {
  return table.columns.some(isRaw);
}

/** A function from rows to lines in parts: texts ready to send, and raw bytes that still need `escapeBytes`. */
export function linePartsOf(table: TablePlan): (row: CanonicalRow) => readonly (string | Uint8Array)[] {
  const fields = table.columns.map((column) => (isRaw(column) ? null : fieldOf(column)));
  return (row) => {
    assert(row.length === fields.length, 'a row has not as many values as its table has columns');
    const parts: (string | Uint8Array)[] = [];
    let text = '';
    row.forEach((value, index) => {
      if (index > 0) text += '\t';
      const field = fields[index] ?? null;
      if (value === null) text += '\\N';
      else if (field !== null) text += field(value);
      else {
        assert(typeof value !== 'string', 'a column of bytes was given text');
        parts.push(text, value);
        text = '';
      }
    });
    parts.push(`${text}\n`);
    return parts;
  };
}

const tab = 0x09;
const lineFeed = 0x0a;
const backslash = 0x5c;

/** Bytes with a backslash before each tab, newline and backslash, which then stand for themselves. */
export function escapeBytes(bytes: Uint8Array): Buffer {
  const escaped = Buffer.allocUnsafe(bytes.length * 2);
  let length = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    if (byte === backslash || byte === tab || byte === lineFeed) escaped[length++] = backslash;
    escaped[length++] = byte;
  }
  return escaped.subarray(0, length);
}

/** A function from rows to lines of the load, each with its newline; made once per table without raw bytes. */
export function lineOf(table: TablePlan): (row: CanonicalRow) => string {
  const fields = table.columns.map(fieldOf);
  const last = fields.length - 1;
  return (row) => {
    assert(row.length === fields.length, 'a row has not as many values as its table has columns');
    let line = '';
    for (let index = 0; index <= last; index += 1) {
      const value = row[index];
      if (value === null) line += '\\N';
      else if (value !== undefined) line += fields[index]?.(value) ?? '';
      line += index === last ? '\n' : '\t';
    }
    return line;
  };
}

type Field = (value: string | Uint8Array) => string;

function fieldOf(column: ColumnPlan): Field {
  const writing = writingOf(column);
  switch (writing) {
    case 'whole':
      return whole(column);
    case 'decimal':
    case 'double':
      return plain(column);
    case 'text':
      return column.targetType.kind === 'datetime' ? plain(column) : escaped(column);
    case 'bytes':
      return (value) => {
        assert(typeof value !== 'string', `column ${column.targetName} takes bytes and was given text`);
        return hexText(value);
      };
    default:
      return unreachable(writing, 'writing');
  }
}

/** Numbers and dates hold nothing to escape; a stray tab would change the field count, which the load warns of. */
function plain(column: ColumnPlan): Field {
  return (value) => {
    assert(typeof value === 'string', `column ${column.targetName} takes text and was given bytes`);
    return value;
  };
}

/** A load rounds a fraction into an integer column without even a warning (measured). */
function whole(column: ColumnPlan): Field {
  const text = plain(column);
  return (value) => {
    const digits = text(value);
    if (digits.includes('.')) {
      throw new Fault('VALUE_REFUSED', 'a number with a fraction has no place in an integer', {
        subject: column.targetName,
      });
    }
    return digits;
  };
}

const special = /[\\\t\n\r\0\x1a]/;
const specials = /[\\\t\n\r\0\x1a]/g;

function escaped(column: ColumnPlan): Field {
  return (value) => {
    assert(typeof value === 'string', `column ${column.targetName} takes text and was given bytes`);
    return special.test(value) ? value.replace(specials, escape) : value;
  };
}

/** The letters the server turns back; a backslash before any other character stands for that character. */
function escape(character: string): string {
  switch (character) {
    case '\t':
      return '\\t';
    case '\n':
      return '\\n';
    case '\r':
      return '\\r';
    case '\0':
      return '\\0';
    case '\x1a':
      return '\\Z';
    default:
      return `\\${character}`;
  }
}

/** What the server says after a load: `Records: 5  Deleted: 0  Skipped: 1  Warnings: 5`. */
export interface LoadCounts {
  readonly records: number;
  readonly deleted: number;
  readonly skipped: number;
  readonly warnings: number;
}

/** Reads the info text of a load; null when it is not there, which counts as unclean. */
export function parseLoadCounts(info: string): LoadCounts | null {
  const match = /Records: (\d+)\s+Deleted: (\d+)\s+Skipped: (\d+)\s+Warnings: (\d+)/.exec(info);
  if (match === null) return null;
  const [records = 0, deleted = 0, skipped = 0, warnings = 0] = match.slice(1).map(Number);
  return { records, deleted, skipped, warnings };
}
