/** TO_CHAR, TO_NUMBER, TO_DATE, TO_TIMESTAMP, TO_TIMESTAMP_TZ, intervals, TO_CLOB, binary floats. */
import { oracleError, oracleErrorAt } from '../../oracle-error.ts';
import type { NlsSettings } from '../values/nls.ts';
import { formatNumber, parseFormattedNumber } from '../values/number-format.ts';
import type { NumericSymbols } from '../values/number-format.ts';
import { fromDouble } from '../values/number.ts';
import { intervalDsToText, intervalYmToText, textToIntervalDs, textToIntervalYm } from '../values/interval-text.ts';
import { asBinary, asDateTime, asIntervalDs, asIntervalYm, asNumber, asText } from '../values/narrow.ts';
import type { DateTimeValue, SqlType, SqlValue } from '../values/value.ts';
import { map1, mapInSession } from './compiled.ts';
import { convertTo, typeOfFamily } from './convert.ts';
import { compileDateTimeFormat } from '../values/datetime-to-text.ts';
import type { DateTimeFormatter } from '../values/datetime-to-text.ts';
import { numberFormat } from './format-cache.ts';
import { argument, define, rawArgument } from './function-definition.ts';
import type { FunctionDefinition, FunctionInput } from './function-definition.ts';
import type { CompiledExpression, EvaluationContext } from './scope.ts';
import { NUMBER, familyOf, isDateTime, isNumeric, typeName, varchar2 } from './type-family.ts';
import {
  dateTimeToText,
  decimalCharacter,
  fractionDigits,
  nlsFormatOf,
  shownOf,
  textToDateTime,
} from './value-text.ts';

export const CONVERSION_FUNCTIONS: readonly FunctionDefinition[] = [
  define('TO_CHAR', 1, 3, (input) => toChar(input, false)),
  define('TO_NCHAR', 1, 3, (input) => toChar(input, true)),
  define('TO_NUMBER', 1, 3, toNumber),
  define('TO_DATE', 1, 3, (input) => toDateTime(input, 'date')),
  define('TO_TIMESTAMP', 1, 3, (input) => toDateTime(input, 'timestamp')),
  define('TO_TIMESTAMP_TZ', 1, 3, (input) => toDateTime(input, 'timestamp-tz')),
  define('TO_YMINTERVAL', 1, 1, (input) =>
    map1({ kind: 'interval-ym', yearPrecision: 9 }, argument(input, 0, 'text'), (value) =>
      textToIntervalYm(asText(value)),
    ),
  ),
  define('TO_DSINTERVAL', 1, 2, (input) =>
    map1({ kind: 'interval-ds', dayPrecision: 9, secondPrecision: 9 }, argument(input, 0, 'text'), (value) =>
      textToIntervalDs(asText(value)),
    ),
  ),
  define('TO_BINARY_DOUBLE', 1, 3, (input) => argument(input, 0, 'binary-double')),
  define('TO_BINARY_FLOAT', 1, 3, (input) => argument(input, 0, 'binary-float')),
  define('TO_CLOB', 1, 2, (input) => argument(input, 0, 'clob')),
  define('TO_NCLOB', 1, 1, (input) => ({ ...argument(input, 0, 'clob'), type: { kind: 'nclob' } })),
  define('TO_LOB', 1, 1, (input) =>
    argument(input, 0, rawArgument(input, 0).type.kind === 'long-raw' ? 'blob' : 'clob'),
  ),
  define('TO_BLOB', 1, 2, (input) => argument(input, 0, 'blob')),
  define('TO_SINGLE_BYTE', 1, 1, (input) => argument(input, 0, 'text')),
  define('TO_MULTI_BYTE', 1, 1, (input) => argument(input, 0, 'text')),
  define('TO_BOOLEAN', 1, 1, (input) => rawArgument(input, 0)),
  define('VALIDATE_CONVERSION', 1, 3, (input) => {
    throw oracleErrorAt(input.node.offset, 3001);
  }),
];

function symbolsOf(nls: NlsSettings): NumericSymbols {
  return {
    decimal: decimalCharacter(nls),
    group: nls.numericCharacters.charAt(1),
    currency: nls.currency,
    isoCurrency: nls.isoCurrency === 'AMERICA' ? 'USD' : nls.isoCurrency,
  };
}

/** NLS settings changed by a third argument such as `NLS_NUMERIC_CHARACTERS = ',.'`. */
export function withNlsArgument(nls: NlsSettings, text: string | null): NlsSettings {
  if (text === null) return nls;
  const numeric = /NLS_NUMERIC_CHARACTERS\s*=\s*'?(..)'?/i.exec(text)?.[1];
  const currency = /NLS_CURRENCY\s*=\s*'([^']*)'/i.exec(text)?.[1];
  const language = /NLS_DATE_LANGUAGE\s*=\s*'?([A-Z ]+)'?/i.exec(text)?.[1];
  if (numeric === undefined && currency === undefined && language === undefined) throw oracleError(12702);
  // Names of months and days exist in English only.
  if (language !== undefined && !/^(?:AMERICAN|ENGLISH)\s*$/i.test(language)) throw oracleError(3001);
  return {
    ...nls,
    ...(numeric === undefined ? {} : { numericCharacters: numeric }),
    ...(currency === undefined ? {} : { currency }),
  };
}

function nlsOf(context: EvaluationContext, settings: ((context: EvaluationContext) => SqlValue) | null): NlsSettings {
  if (settings === null) return context.session.nls;
  const text = settings(context);
  return withNlsArgument(context.session.nls, text === null ? null : asText(text));
}

// ---------------------------------------------------------------- TO_CHAR

function toChar(input: FunctionInput, national: boolean): CompiledExpression {
  const operand = rawArgument(input, 0);
  const family = familyOf(operand.type);
  const settings = input.args.length > 2 ? argument(input, 2, 'text').evaluate : null;
  const length = formatLength(input);
  const type: SqlType = national ? { kind: 'nvarchar2', length: Math.min(length, 2000) } : varchar2(length);
  if (input.args.length > 1) {
    const format = argument(input, 1, 'text');
    if (isDateTime(family)) return dateTimeToChar(operand, inLanguage(format, settings), type);
    if (isNumeric(family)) return numberToChar(operand, format, settings, type);
    if (family === 'interval-ds' || family === 'interval-ym') return intervalToChar(operand, type);
    // TO_CHAR(text, format): the text is a number by its look.
    return numberToChar(convertTo(operand, 'number', input.node.offset), format, settings, type);
  }
  if (family === 'interval-ds' || family === 'interval-ym') return intervalToChar(operand, type);
  const converted = convertTo(operand, 'text', input.node.offset);
  return { ...converted, type: national ? type : textOf(converted.type) };
}

function textOf(type: SqlType): SqlType {
  return type.kind === 'char' ? { ...type, kind: 'varchar2' } : type;
}

/** Room for the result: numbers and names are wider than their elements. */
function formatLength(input: FunctionInput): number {
  const format = input.node.args[1]?.value;
  if (format?.kind !== 'literal' || typeof format.value !== 'string') return input.args.length > 1 ? 255 : 75;
  return Math.min(4000, format.value.length + 12 * (format.value.match(/[A-Za-z]+/g)?.length ?? 0) + 4);
}

/** A format with an NLS argument, which is read although it cannot change anything but the language. */
function inLanguage(
  format: CompiledExpression,
  settings: ((context: EvaluationContext) => SqlValue) | null,
): CompiledExpression {
  if (settings === null) return format;
  return {
    ...format,
    constant: false,
    evaluate: (context) => {
      nlsOf(context, settings);
      return format.evaluate(context);
    },
  };
}

/** The format is compiled once for as long as its text stays the same. */
function dateTimeToChar(operand: CompiledExpression, format: CompiledExpression, type: SqlType): CompiledExpression {
  const moment = operand.evaluate;
  const model = format.evaluate;
  const hasZone = operand.type.kind === 'timestamp-tz' || operand.type.kind === 'timestamp-ltz';
  const fraction = fractionDigits(operand.type);
  let known = '';
  let knownRadix = '';
  let formatter: DateTimeFormatter = () => '';
  return {
    type,
    nullable: operand.nullable,
    constant: false,
    evaluate: (context) => {
      const value = moment(context);
      if (value === null) return null;
      const text = model(context);
      if (text === null)
        return dateTimeToText(
          asDateTime(value),
          operand.type,
          nlsFormatOf(operand.type, context.session.nls),
          context.session,
        );
      const radix = decimalCharacter(context.session.nls);
      if (text !== known || radix !== knownRadix) {
        known = asText(text);
        knownRadix = radix;
        formatter = compileDateTimeFormat(known, { fraction, hasZone, radix });
      }
      return formatter(shownOf(asDateTime(value), context.session)) || null;
    },
  };
}

function numberToChar(
  operand: CompiledExpression,
  format: CompiledExpression,
  settings: ((context: EvaluationContext) => SqlValue) | null,
  type: SqlType,
): CompiledExpression {
  const model = format.evaluate;
  const isBinary = familyOf(operand.type) !== 'number';
  return mapInSession(type, { ...operand, constant: false }, (value, context) => {
    const text = model(context);
    if (text === null) return null;
    const number = isBinary ? fromDouble(asBinary(value)) : asNumber(value);
    return formatNumber(number, numberFormat(asText(text)), symbolsOf(nlsOf(context, settings))) || null;
  });
}

function intervalToChar(operand: CompiledExpression, type: SqlType): CompiledExpression {
  const declared = operand.type;
  if (declared.kind === 'interval-ym')
    return map1(type, operand, (value) => intervalYmToText(asIntervalYm(value), declared.yearPrecision));
  if (declared.kind === 'interval-ds') {
    return map1(type, operand, (value) =>
      intervalDsToText(asIntervalDs(value), declared.dayPrecision, declared.secondPrecision),
    );
  }
  return operand;
}

// ---------------------------------------------------------------- TO_NUMBER, TO_DATE ...

function toNumber(input: FunctionInput): CompiledExpression {
  const operand = rawArgument(input, 0);
  if (input.args.length === 1) return argument(input, 0, 'number');
  const settings = input.args.length > 2 ? argument(input, 2, 'text').evaluate : null;
  const format = argument(input, 1, 'text').evaluate;
  return mapInSession(
    NUMBER,
    { ...convertTo(operand, 'text', input.node.offset), constant: false },
    (value, context) => {
      const model = format(context);
      if (model === null) return null;
      return parseFormattedNumber(asText(value), numberFormat(asText(model)), symbolsOf(nlsOf(context, settings)));
    },
  );
}

function toDateTime(input: FunctionInput, kind: DateTimeValue['kind']): CompiledExpression {
  const operand = rawArgument(input, 0);
  const family = familyOf(operand.type);
  const type = kind === 'date' ? { kind } : ({ kind, precision: 9 } as const);
  if (isDateTime(family) && input.args.length === 1) return convertTo(operand, kind, input.node.offset);
  if (!isDateTime(family) && family !== 'text' && family !== 'number' && family !== 'clob') {
    throw oracleErrorAt(input.node.offset, 932, typeName(typeOfFamily(kind)), typeName(operand.type));
  }
  const text = convertTo(operand, 'text', input.node.offset);
  const settings = input.args.length > 2 ? argument(input, 2, 'text').evaluate : null;
  const format = input.args.length > 1 ? inLanguage(argument(input, 1, 'text'), settings) : null;
  if (format === null)
    return mapInSession(type, text, (value, context) => textToDateTime(asText(value), kind, null, context.session));
  const constant = text.constant && format.constant;
  return mapInSession(type, { ...text, constant }, (value, context) => {
    const model = format.evaluate(context);
    return model === null ? null : textToDateTime(asText(value), kind, asText(model), context.session);
  });
}
