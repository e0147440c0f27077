/** RAWTOHEX, HEXTORAW, UTL_RAW, VSIZE, DUMP, ORA_HASH, STANDARD_HASH. */
import { createHash } from 'node:crypto';
import { oracleError } from '../../oracle-error.ts';
import { AL16UTF16 } from '../values/charset.ts';
import { makeNumber, toBigInt, toInteger } from '../values/number.ts';
import { decodeNumber, encodeNumber } from '../values/number-encoding.ts';
import { asNumber, asRaw, asText } from '../values/narrow.ts';
import { typeCode, valueBytes } from '../values/value-bytes.ts';
import type { SqlType } from '../values/value.ts';
import { hashBytes } from './ora-hash.ts';
import { map1, map2, mapAll } from './compiled.ts';
import { argument, argumentsFrom, define, rawArgument } from './function-definition.ts';
import type { FunctionDefinition, FunctionInput } from './function-definition.ts';
import type { CompiledExpression } from './scope.ts';
import { NUMBER, familyOf, varchar2 } from './type-family.ts';
import { textToRaw } from './value-text.ts';

const RAW: SqlType = { kind: 'raw', length: 2000 };

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase();
}

function raw(bytes: Uint8Array): Uint8Array | null {
  return bytes.length === 0 ? null : bytes;
}

export const RAW_FUNCTIONS: readonly FunctionDefinition[] = [
  define('RAWTOHEX', 1, 1, rawToHex),
  define('RAWTONHEX', 1, 1, rawToHex),
  define('HEXTORAW', 1, 1, (input) => map1(RAW, argument(input, 0, 'text'), (value) => textToRaw(asText(value)))),
  define('UTL_RAW.CAST_TO_RAW', 1, 1, (input) =>
    map1(RAW, argument(input, 0, 'text'), (value) => raw(input.scope.charset.encode(asText(value)))),
  ),
  define('UTL_RAW.CAST_TO_VARCHAR2', 1, 1, (input) =>
    map1(varchar2(4000), argument(input, 0, 'raw'), (value) => input.scope.charset.decode(asRaw(value)) || null),
  ),
  define('UTL_RAW.CAST_TO_NVARCHAR2', 1, 1, (input) =>
    map1(
      { kind: 'nvarchar2', length: 2000 },
      argument(input, 0, 'raw'),
      (value) => AL16UTF16.decode(evenBytes(asRaw(value))) || null,
    ),
  ),
  define('UTL_RAW.CAST_TO_NUMBER', 1, 1, (input) =>
    map1(NUMBER, argument(input, 0, 'raw'), (value) => decodeNumber(asRaw(value))),
  ),
  define('UTL_RAW.CAST_FROM_NUMBER', 1, 1, (input) =>
    map1(RAW, argument(input, 0, 'number'), (value) => Uint8Array.from(encodeNumber(asNumber(value)))),
  ),
  define('UTL_RAW.CAST_TO_BINARY_INTEGER', 1, 2, (input) =>
    map1(NUMBER, argument(input, 0, 'raw'), (value) =>
      makeNumber(Number(BigInt.asIntN(32, BigInt(`0x${hex(asRaw(value))}`))), 0),
    ),
  ),
  define('UTL_RAW.CAST_FROM_BINARY_INTEGER', 1, 2, (input) =>
    map1(RAW, argument(input, 0, 'number'), (value) => {
      const bytes = Buffer.alloc(4);
      const integer = toInteger(asNumber(value));
      if (Math.abs(integer) > 0x7fffffff) throw oracleError(1426);
      bytes.writeInt32BE(integer);
      return Uint8Array.from(bytes);
    }),
  ),
  define('UTL_RAW.LENGTH', 1, 1, (input) =>
    map1(NUMBER, argument(input, 0, 'raw'), (value) => makeNumber(asRaw(value).length, 0)),
  ),
  define('UTL_RAW.CONCAT', 1, 12, concat),
  define('UTL_RAW.SUBSTR', 2, 3, substr),
  define('UTL_RAW.REVERSE', 1, 1, (input) =>
    map1(RAW, argument(input, 0, 'raw'), (value) => Uint8Array.from(asRaw(value)).reverse()),
  ),
  define('VSIZE', 1, 1, (input) => {
    const operand = rawArgument(input, 0);
    return map1(NUMBER, operand, (value) => makeNumber(valueBytes(value, operand.type, input.scope.charset).length, 0));
  }),
  define('DUMP', 1, 4, dump),
  define('ORA_HASH', 1, 3, oraHash),
  define('STANDARD_HASH', 1, 2, standardHash),
];

/** Half a UTF-16 unit at the end is left out. */
function evenBytes(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, bytes.length - (bytes.length % 2));
}

function rawToHex(input: FunctionInput): CompiledExpression {
  const operand = rawArgument(input, 0);
  if (familyOf(operand.type) === 'text') {
    return map1(varchar2(4000), operand, (value) => hex(input.scope.charset.encode(asText(value))));
  }
  return map1(varchar2(4000), argument(input, 0, 'raw'), (value) => hex(asRaw(value)));
}

/** NULL arguments count as nothing. */
function concat(input: FunctionInput): CompiledExpression {
  const parts = argumentsFrom(input, 0, 'raw').map((part) => part.evaluate);
  return {
    type: RAW,
    nullable: true,
    constant: false,
    evaluate: (context) => {
      const bytes = parts.map((part) => part(context)).filter((value) => value !== null);
      return raw(Uint8Array.from(Buffer.concat(bytes.map(asRaw))));
    },
  };
}

function substr(input: FunctionInput): CompiledExpression {
  const args = [argument(input, 0, 'raw'), ...argumentsFrom(input, 1, 'number')];
  return mapAll(RAW, args, ([value = null, start = null, length = null]) => {
    const bytes = asRaw(value);
    const first = toInteger(asNumber(start));
    const from = first > 0 ? first - 1 : first === 0 ? 0 : bytes.length + first;
    const count = length === null ? bytes.length - from : toInteger(asNumber(length));
    if (from < 0 || count < 1 || from + count > bytes.length) throw oracleError(6502, 'raw variable length too long');
    return bytes.slice(from, from + count);
  });
}

/** DUMP(x, format, start, length): `Typ=2 Len=2: 193,2`. Format 8, 10, 16 or 17; plus 1000 for the character set. */
function dump(input: FunctionInput): CompiledExpression {
  const operand = rawArgument(input, 0);
  const rest = argumentsFrom(input, 1, 'number').map((each) => each.evaluate);
  const { charset } = input.scope;
  return {
    type: varchar2(4000),
    nullable: false,
    constant: false,
    evaluate: (context) => {
      const value = operand.evaluate(context);
      if (value === null) return 'NULL';
      const [format = 10, start = 1, length = null] = rest.map((each) => {
        const number = each(context);
        return number === null ? 0 : toInteger(asNumber(number));
      });
      const bytes = valueBytes(value, operand.type, charset);
      const from = start > 0 ? start - 1 : Math.max(0, bytes.length + start);
      const part = bytes.slice(from, length === null ? undefined : from + length);
      const name = format >= 1000 && typeof value === 'string' ? ` CharacterSet=${charset.name}` : '';
      return `Typ=${typeCode(operand.type)} Len=${bytes.length}${name}: ${Array.from(part, (byte) => dumped(byte, format % 1000)).join(',')}`;
    },
  };
}

function dumped(byte: number, format: number): string {
  if (format === 16) return byte.toString(16);
  if (format === 8) return byte.toString(8);
  if (format === 17) return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : byte.toString(16);
  return String(byte);
}

/** ORA_HASH(x, max, seed): a hash of 0..max, stable between runs but not Oracle's own. */
function oraHash(input: FunctionInput): CompiledExpression {
  const operand = rawArgument(input, 0);
  const rest = argumentsFrom(input, 1, 'number').map((each) => each.evaluate);
  const { charset } = input.scope;
  return {
    type: NUMBER,
    nullable: false,
    constant: false,
    evaluate: (context) => {
      const value = operand.evaluate(context);
      const [max = 4_294_967_295n, seed = 0n] = rest.map((each) => {
        const number = each(context);
        return number === null ? 0n : (toBigInt(asNumber(number)) ?? 0n);
      });
      if (max < 0n || max > 4_294_967_295n) throw oracleError(1428, String(max));
      const bytes = value === null ? new Uint8Array(0) : valueBytes(value, operand.type, charset);
      return makeNumber(BigInt(hashBytes(bytes, Number(seed))) % (max + 1n), 0);
    },
  };
}

const HASHES: ReadonlyMap<string, readonly [string, number]> = new Map([
  ['SHA1', ['sha1', 20]],
  ['SHA256', ['sha256', 32]],
  ['SHA384', ['sha384', 48]],
  ['SHA512', ['sha512', 64]],
  ['MD5', ['md5', 16]],
]);

function standardHash(input: FunctionInput): CompiledExpression {
  const operand = rawArgument(input, 0);
  const { charset } = input.scope;
  const digest = (bytes: Uint8Array, name: string): Uint8Array => {
    const algorithm = HASHES.get(name.toUpperCase());
    if (algorithm === undefined) throw oracleError(904, `"${name}"`);
    return Uint8Array.from(createHash(algorithm[0]).update(bytes).digest());
  };
  const type: SqlType = { kind: 'raw', length: 64 };
  if (input.args.length === 1)
    return map1(type, operand, (value) => digest(valueBytes(value, operand.type, charset), 'SHA1'));
  return map2(type, operand, argument(input, 1, 'text'), (value, name) =>
    digest(valueBytes(value, operand.type, charset), asText(name)),
  );
}
