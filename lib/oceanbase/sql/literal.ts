import { assert, Fault } from '../../model/fault.ts';

/**
 * Literals that mean the same under every sql_mode, with and without NO_BACKSLASH_ESCAPES: the one thing the modes disagree
 * on inside single quotes is the backslash, so a text with a backslash is written by its bytes instead. Control characters
 * that clients and editors stumble over take the same way. The connection must speak utf8mb4.
 *
 *   it's → 'it''s'     C:\x → _utf8mb4 X'433a5c78'     (MySQL, MariaDB and OceanBase read the introducer before X'..')
 */
export function textLiteral(text: string): string {
  if (needsBytes.test(text)) return `_utf8mb4 ${bytesLiteral(Buffer.from(text, 'utf8'))}`;
  return text.includes("'") ? `'${text.replaceAll("'", "''")}'` : `'${text}'`;
}

// Backslash, NUL, and Ctrl-Z, which ends a file for some clients.
const needsBytes = /[\\\0\x1a]/;

/**
 * A text where the grammar takes nothing but a plain string: comments and defaults of definitions. It relies on the
 * session's sql_mode (server-probe.ts), in which a backslash escapes.
 */
export function definitionText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll('\0', '\\0').replaceAll('\x1a', '\\Z')}'`;
}

/** X'0aff': a binary string. */
export function bytesLiteral(bytes: Uint8Array): string {
  return `X'${hexText(bytes)}'`;
}

export function hexText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

const decimalText = /^-?\d+(?:\.\d+)?$/;
const decimalDigitsMax = 65;

/**
 * An exact number without quotes: a quoted one would be compared with DECIMAL columns as a double. Above 65 digits the
 * server silently takes the literal for a double, so those are refused.
 */
export function decimalLiteral(text: string): string {
  if (!decimalText.test(text)) throw new Fault('VALUE_REFUSED', 'a number is not written as a canonical decimal');
  if (text.length > decimalDigitsMax && text.replace(/[-.]/g, '').length > decimalDigitsMax) {
    throw new Fault('VALUE_REFUSED', 'a number has more than 65 digits, the most an exact literal holds');
  }
  return text;
}

const wholeText = /^-?\d+$/;

/** An integer column would round the fraction of an exact literal without a word (measured, strict mode included). */
export function wholeLiteral(text: string): string {
  if (!wholeText.test(text)) throw new Fault('VALUE_REFUSED', 'a number with a fraction has no place in an integer');
  return decimalLiteral(text);
}

const doubleText = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/;

/** An approximate number: always with an exponent, so that the server reads it as a double and not as a decimal. */
export function doubleLiteral(text: string): string {
  if (!doubleText.test(text)) throw new Fault('VALUE_REFUSED', 'NaN and infinity have no place in a DOUBLE');
  return text.includes('e') ? text : `${text}e0`;
}

/** A non-negative integer as SQL text. */
export function integerLiteral(value: number): string {
  assert(Number.isSafeInteger(value) && value >= 0, 'not a non-negative safe integer');
  return String(value);
}
