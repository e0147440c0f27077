/** Implicit conversion of compiled expressions from one family of types to another. ORA-00932 when there is none. */
import { oracleErrorAt } from '../../oracle-error.ts';
import { fromDouble, toDouble } from '../values/number.ts';
import { asBinary, asClob, asDateTime, asNumber, asText } from '../values/narrow.ts';
import { textToRowid } from '../values/rowid.ts';
import type { SqlType } from '../values/value.ts';
import { constantOf, map1, mapInSession } from './compiled.ts';
import type { CompiledExpression } from './scope.ts';
import { NUMBER, familyOf, isDateTime, isNullLiteral, isNumeric, typeName, varchar2 } from './type-family.ts';
import type { TypeFamily } from './type-family.ts';
import {
  convertDateTime,
  textToBinary,
  textToDateTime,
  textToInterval,
  textToNumber,
  textToRaw,
  valueToText,
} from './value-text.ts';

/** A type that stands for a family. */
export function typeOfFamily(family: TypeFamily): SqlType {
  switch (family) {
    case 'text':
      return varchar2(4000);
    case 'number':
      return NUMBER;
    case 'timestamp':
    case 'timestamp-tz':
    case 'timestamp-ltz':
      return { kind: family, precision: 9 };
    case 'interval-ym':
      return { kind: family, yearPrecision: 9 };
    case 'interval-ds':
      return { kind: family, dayPrecision: 9, secondPrecision: 9 };
    case 'raw':
      return { kind: 'raw', length: 2000 };
    case 'object':
      return { kind: 'object', owner: null, name: 'OBJECT' };
    default:
      return { kind: family };
  }
}

export function convertTo(source: CompiledExpression, family: TypeFamily, offset: number): CompiledExpression {
  const from = familyOf(source.type);
  if (from === family) return source;
  if (isNullLiteral(source)) return constantOf(null, typeOfFamily(family));
  const converted = conversion(source, from, family);
  if (converted === null) throw oracleErrorAt(offset, 932, typeName(typeOfFamily(family)), typeName(source.type));
  return converted;
}

function conversion(source: CompiledExpression, from: TypeFamily, to: TypeFamily): CompiledExpression | null {
  if (to === 'text') return toText(source, from);
  if (to === 'number' || to === 'binary-float' || to === 'binary-double') return toNumeric(source, from, to);
  if (to === 'date' || to === 'timestamp' || to === 'timestamp-tz' || to === 'timestamp-ltz') {
    const type = typeOfFamily(to);
    if (isDateTime(from))
      return mapInSession(type, source, (value, context) => convertDateTime(asDateTime(value), to, context.session));
    if (from !== 'text') return null;
    return mapInSession(type, source, (value, context) => textToDateTime(asText(value), to, null, context.session));
  }
  if (from === 'clob' && to !== 'blob') {
    const text = map1(varchar2(4000), source, (value) => asClob(value).text || null);
    return conversion(text, 'text', to);
  }
  if (from !== 'text') return from === 'raw' && to === 'blob' ? map1({ kind: 'blob' }, source, rawToBlob) : null;
  return fromText(source, to);
}

function rawToBlob(value: Parameters<Parameters<typeof map1>[2]>[0]): ReturnType<Parameters<typeof map1>[2]> {
  return value instanceof Uint8Array ? { kind: 'blob', bytes: value } : value;
}

function toText(source: CompiledExpression, from: TypeFamily): CompiledExpression | null {
  if (from === 'blob' || from === 'object') return null;
  const { type } = source;
  return mapInSession(varchar2(textLength(type)), source, (value, context) =>
    valueToText(value, type, context.session),
  );
}

function textLength(type: SqlType): number {
  switch (type.kind) {
    case 'number':
    case 'float':
    case 'binary-float':
    case 'binary-double':
      return 40;
    case 'raw':
      return type.length * 2;
    case 'rowid':
      return 18;
    case 'clob':
    case 'nclob':
      return 4000;
    default:
      return 75;
  }
}

function toNumeric(
  source: CompiledExpression,
  from: TypeFamily,
  to: 'number' | 'binary-float' | 'binary-double',
): CompiledExpression | null {
  const type = typeOfFamily(to);
  const single = to === 'binary-float';
  if (from === 'text' || from === 'clob') {
    const text = from === 'text' ? source : map1(varchar2(4000), source, (value) => asClob(value).text || null);
    if (to === 'number')
      return mapInSession(type, text, (value, context) => textToNumber(asText(value), context.session.nls));
    return map1(type, text, (value) => binary(textToBinary(asText(value)), single));
  }
  if (!isNumeric(from)) return null;
  if (to === 'number') return map1(type, source, (value) => fromDouble(asBinary(value)));
  if (from === 'number') return map1(type, source, (value) => binary(toDouble(asNumber(value)), single));
  return map1(type, source, (value) => binary(asBinary(value), single));
}

export function binary(
  value: number,
  single: boolean,
): { readonly kind: 'binary-float' | 'binary-double'; readonly value: number } {
  return single ? { kind: 'binary-float', value: Math.fround(value) } : { kind: 'binary-double', value };
}

function fromText(source: CompiledExpression, to: TypeFamily): CompiledExpression | null {
  const type = typeOfFamily(to);
  switch (to) {
    case 'interval-ym':
    case 'interval-ds':
      return map1(type, source, (value) => textToInterval(asText(value), to));
    case 'raw':
      return map1(type, source, (value) => textToRaw(asText(value)));
    case 'rowid':
      return map1(type, source, (value) => textToRowid(asText(value)));
    case 'clob':
      return map1(type, source, (value) => ({ kind: 'clob', text: asText(value) }));
    default:
      return null;
  }
}
