/**
 * Data types: NUMBER(10,2), VARCHAR2(20 CHAR), TIMESTAMP(6) WITH TIME ZONE, INTERVAL DAY TO SECOND, DOUBLE PRECISION ...
 * ORA-00902 for an unknown type, ORA-00906 for a missing length, ORA-01727/01728 for a bad precision/scale, ORA-01723 for length 0,
 * ORA-00910 for a length beyond the type's.
 */
import type { SqlType } from '../values/value.ts';
import type { DataType } from './ast.ts';
import { parseIntervalQualifier, precision } from './parse-literal.ts';
import type { TokenStream } from './token-stream.ts';

interface Declared {
  readonly type: SqlType;
  readonly unitGiven: boolean;
}

type TypeParser = (stream: TokenStream) => Declared;

const NUMBER_TYPE: SqlType = { kind: 'number', precision: null, scale: null };
const INTEGER_TYPE: SqlType = { kind: 'number', precision: null, scale: 0 };

const TYPES: ReadonlyMap<string, TypeParser> = new Map<string, TypeParser>([
  ['NUMBER', (stream) => given(numberType(stream, NUMBER_TYPE))],
  ['NUMERIC', (stream) => given(numberType(stream, INTEGER_TYPE))],
  ['DECIMAL', (stream) => given(numberType(stream, INTEGER_TYPE))],
  ['DEC', (stream) => given(numberType(stream, INTEGER_TYPE))],
  ['INTEGER', () => given(INTEGER_TYPE)],
  ['INT', () => given(INTEGER_TYPE)],
  ['SMALLINT', () => given(INTEGER_TYPE)],
  ['FLOAT', (stream) => given({ kind: 'float', binaryPrecision: binaryPrecision(stream) })],
  ['REAL', () => given({ kind: 'float', binaryPrecision: 63 })],
  ['DOUBLE', doublePrecision],
  ['BINARY_FLOAT', () => given({ kind: 'binary-float' })],
  ['BINARY_DOUBLE', () => given({ kind: 'binary-double' })],
  ['VARCHAR2', (stream) => text(stream, 'varchar2')],
  ['VARCHAR', (stream) => text(stream, 'varchar2')],
  ['CHAR', (stream) => charType(stream)],
  ['CHARACTER', (stream) => charType(stream)],
  ['NVARCHAR2', (stream) => given({ kind: 'nvarchar2', length: length(stream, 4000, 2, null) })],
  ['NCHAR', nationalChar],
  ['NATIONAL', national],
  ['LONG', (stream) => given(stream.accept('RAW') ? { kind: 'long-raw' } : { kind: 'long' })],
  ['RAW', (stream) => given({ kind: 'raw', length: length(stream, stream.plsql ? 32_767 : 2000, 1, null) })],
  ['DATE', () => given({ kind: 'date' })],
  ['TIMESTAMP', timestampType],
  ['INTERVAL', intervalType],
  ['ROWID', () => given({ kind: 'rowid' })],
  ['UROWID', (stream) => given({ kind: 'urowid', length: length(stream, 4000, 1, 4000) })],
  ['CLOB', () => given({ kind: 'clob' })],
  ['NCLOB', () => given({ kind: 'nclob' })],
  ['BLOB', () => given({ kind: 'blob' })],
  ['BFILE', () => given({ kind: 'bfile' })],
  ['XMLTYPE', () => given({ kind: 'xmltype' })],
  ['JSON', () => given({ kind: 'json' })],
]);

const PLSQL_TYPES: ReadonlyMap<string, SqlType> = new Map<string, SqlType>([
  ['BOOLEAN', { kind: 'boolean' }],
  ['PLS_INTEGER', INTEGER_TYPE],
  ['BINARY_INTEGER', INTEGER_TYPE],
  ['SIMPLE_INTEGER', INTEGER_TYPE],
  ['NATURAL', INTEGER_TYPE],
  ['POSITIVE', INTEGER_TYPE],
  ['STRING', { kind: 'varchar2', length: 32_767, unit: 'byte' }],
]);

function given(type: SqlType, unitGiven = true): Declared {
  return { type, unitGiven };
}

/** A data type; in PL/SQL also `x%TYPE`, `t%ROWTYPE` and named types. */
export function parseDataType(stream: TokenStream): DataType {
  const { token } = stream;
  const offset = token.offset;
  const parser = token.kind === 'word' ? TYPES.get(token.text) : undefined;
  if (parser !== undefined && !(stream.plsql && stream.peek(1).text === '%')) {
    stream.next();
    const { type, unitGiven } = parser(stream);
    return { kind: 'declared', type, unitGiven, offset };
  }
  if (stream.plsql && token.kind === 'word') {
    const type = PLSQL_TYPES.get(token.text);
    if (type !== undefined && stream.peek(1).text !== '%') {
      stream.next();
      if (stream.acceptSymbol('(')) {
        stream.wholeNumber(902);
        stream.expectSymbol(')', 907);
      }
      return { kind: 'declared', type, unitGiven: true, offset };
    }
  }
  return namedType(stream, offset);
}

function namedType(stream: TokenStream, offset: number): DataType {
  const path = [stream.name(902)];
  while (stream.acceptSymbol('.')) path.push(stream.name(902));
  if (stream.plsql && stream.acceptSymbol('%')) {
    if (stream.accept('TYPE')) return { kind: 'type-of', path, offset };
    if (stream.accept('ROWTYPE')) return { kind: 'rowtype-of', path, offset };
    throw stream.error(902);
  }
  if (stream.plsql) return { kind: 'named', path, offset };
  const name = path.at(-1);
  if (name === undefined) throw stream.error(902);
  const owner = path.length > 1 ? (path[0]?.text ?? null) : null;
  // SYS.XMLTYPE is XMLTYPE by its full name.
  if (name.text === 'XMLTYPE') return { kind: 'declared', type: { kind: 'xmltype' }, unitGiven: true, offset };
  return { kind: 'declared', type: { kind: 'object', owner, name: name.text }, unitGiven: true, offset };
}

function numberType(stream: TokenStream, byDefault: SqlType): SqlType {
  if (!stream.acceptSymbol('(')) return byDefault;
  const isStar = stream.acceptSymbol('*');
  const digits = isStar ? null : stream.wholeNumber(1727, 1, 38);
  let scale = isStar && byDefault === NUMBER_TYPE ? null : 0;
  if (stream.acceptSymbol(',')) {
    const negative = stream.acceptSymbol('-');
    const magnitude = stream.wholeNumber(1728, 0, negative ? 84 : 127);
    scale = negative ? -magnitude : magnitude;
  }
  stream.expectSymbol(')', 907);
  return { kind: 'number', precision: digits, scale: scale === 0 ? 0 : scale };
}

function binaryPrecision(stream: TokenStream): number {
  if (!stream.acceptSymbol('(')) return 126;
  const bits = stream.wholeNumber(1724, 1, 126);
  stream.expectSymbol(')', 907);
  return bits;
}

function doublePrecision(stream: TokenStream): Declared {
  stream.expect('PRECISION', 905);
  return given({ kind: 'float', binaryPrecision: 126 });
}

function text(stream: TokenStream, kind: 'varchar2' | 'char'): Declared {
  const bytesMax = stream.plsql ? 32_767 : kind === 'char' ? 2000 : 4000;
  // A parameter of a subprogram has no length of its own.
  if (stream.plsql && !stream.atSymbol('(')) return given({ kind, length: bytesMax, unit: 'byte' });
  stream.expectSymbol('(', 906);
  const size = sizeOf(stream, bytesMax, 1);
  const unit = stream.acceptAny('BYTE', 'CHAR');
  stream.expectSymbol(')', 907);
  return given({ kind, length: size, unit: unit === 'CHAR' ? 'char' : 'byte' }, unit !== null);
}

function charType(stream: TokenStream): Declared {
  if (stream.accept('VARYING')) return text(stream, 'varchar2');
  if (stream.atSymbol('(')) return text(stream, 'char');
  return given({ kind: 'char', length: 1, unit: 'byte' }, false);
}

function nationalChar(stream: TokenStream): Declared {
  if (stream.accept('VARYING')) return given({ kind: 'nvarchar2', length: length(stream, 4000, 2, null) });
  return given({ kind: 'nchar', length: length(stream, 2000, 2, 1) });
}

function national(stream: TokenStream): Declared {
  if (stream.acceptAny('CHAR', 'CHARACTER') === null) throw stream.error(902);
  return nationalChar(stream);
}

/** `(n)`; `byDefault` null makes it mandatory. */
function length(stream: TokenStream, bytesMax: number, bytesEach: number, byDefault: number | null): number {
  if (!stream.atSymbol('(')) {
    if (byDefault !== null) return byDefault;
    if (stream.plsql) return bytesMax;
  }
  stream.expectSymbol('(', 906);
  const size = sizeOf(stream, bytesMax, bytesEach);
  stream.expectSymbol(')', 907);
  return size;
}

function sizeOf(stream: TokenStream, bytesMax: number, bytesEach: number): number {
  if (stream.token.kind === 'number' && /^0+$/.test(stream.token.text)) throw stream.error(1723);
  if (stream.token.kind === 'number' && Number(stream.token.text) * bytesEach > bytesMax) throw stream.error(910);
  return stream.wholeNumber(910);
}

function timestampType(stream: TokenStream): Declared {
  const digits = precision(stream, 6);
  if (!stream.accept('WITH')) return given({ kind: 'timestamp', precision: digits });
  const local = stream.accept('LOCAL');
  if (!stream.accept('TIME', 'ZONE')) throw stream.error(30088);
  return given({ kind: local ? 'timestamp-ltz' : 'timestamp-tz', precision: digits });
}

function intervalType(stream: TokenStream): Declared {
  const qualifier = parseIntervalQualifier(stream, 30089);
  if (qualifier.kind === 'ym') return given({ kind: 'interval-ym', yearPrecision: qualifier.leading });
  return given({ kind: 'interval-ds', dayPrecision: qualifier.leading, secondPrecision: qualifier.fraction });
}
