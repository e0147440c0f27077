/** SUBSTR, INSTR, LENGTH, UPPER, LPAD, TRIM, REPLACE, TRANSLATE, CONCAT, ASCII, CHR, UNISTR and their kin. */
import { oracleError, oracleErrorAt } from '../../oracle-error.ts';
import { AL16UTF16 } from '../values/charset.ts';
import { makeNumber, toInteger } from '../values/number.ts';
import { asNumber, asText } from '../values/narrow.ts';
import { compileBinary } from './compile-arithmetic.ts';
import { isNational } from './comparison.ts';
import { constantOf, map1, map2, mapAll } from './compiled.ts';
import { argument, define, rawArgument } from './function-definition.ts';
import type { FunctionDefinition, FunctionInput } from './function-definition.ts';
import type { CompiledExpression } from './scope.ts';
import { instr, substr } from './text-positions.ts';
import { textResult } from './text-result.ts';
import { trimText } from './trim-text.ts';
import { NUMBER, varchar2 } from './type-family.ts';

const SPACE = constantOf(' ', { kind: 'char', length: 1, unit: 'byte' });

export const TEXT_FUNCTIONS: readonly FunctionDefinition[] = [
  define('UPPER', 1, 1, (input) => cased(input, (text) => text.toUpperCase())),
  define('LOWER', 1, 1, (input) => cased(input, (text) => text.toLowerCase())),
  define('NLS_UPPER', 1, 2, (input) => cased(input, (text) => text.toUpperCase())),
  define('NLS_LOWER', 1, 2, (input) => cased(input, (text) => text.toLowerCase())),
  define('INITCAP', 1, 1, (input) => cased(input, initcap)),
  define('NLS_INITCAP', 1, 2, (input) => cased(input, initcap)),
  define('SUBSTR', 2, 3, substrFunction),
  define('SUBSTRC', 2, 3, substrFunction),
  define('SUBSTR2', 2, 3, substrFunction),
  define('SUBSTR4', 2, 3, substrFunction),
  define('SUBSTRB', 2, 3, substrb),
  define('INSTR', 2, 4, instrFunction),
  define('INSTRB', 2, 4, instrFunction),
  define('INSTRC', 2, 4, instrFunction),
  define('LENGTH', 1, 1, (input) =>
    map1(NUMBER, argument(input, 0, lengthFamily(input)), (value) => makeNumber(lengthOf(value), 0)),
  ),
  define('LENGTHC', 1, 1, (input) =>
    map1(NUMBER, argument(input, 0, 'text'), (value) => makeNumber(characterCount(asText(value)), 0)),
  ),
  define('LENGTHB', 1, 1, lengthb),
  define('LPAD', 2, 3, (input) => pad(input, true)),
  define('RPAD', 2, 3, (input) => pad(input, false)),
  define('LTRIM', 1, 2, (input) => trim(input, true, false)),
  define('RTRIM', 1, 2, (input) => trim(input, false, true)),
  define('REPLACE', 2, 3, replaceFunction),
  define('TRANSLATE', 1, 3, translate),
  define('CONCAT', 2, 2, (input) =>
    compileBinary('||', rawArgument(input, 0), rawArgument(input, 1), input.node.offset, input.scope),
  ),
  define('ASCII', 1, 1, ascii),
  define('CHR', 1, 1, chr),
  define('NCHR', 1, 1, nchr),
  define('UNISTR', 1, 1, unistr),
  define('ASCIISTR', 1, 1, asciistr),
  define('REVERSE', 1, 1, (input) => cased(input, (text) => Array.from(text).reverse().join(''))),
  define('SOUNDEX', 1, 1, (input) => map1(varchar2(4), argument(input, 0, 'text'), (value) => soundex(asText(value)))),
  define('NLSSORT', 1, 2, (input) =>
    map1({ kind: 'raw', length: 2000 }, argument(input, 0, 'text'), (value) =>
      Uint8Array.from([...input.scope.charset.encode(asText(value)), 0]),
    ),
  ),
];

function cased(input: FunctionInput, compute: (text: string) => string): CompiledExpression {
  const operand = argument(input, 0, 'text');
  // UPPER(char) is CHAR.
  const type = operand.type.kind === 'char' ? operand.type : textResult(operand.type);
  return map1(type, operand, (value) => compute(asText(value)));
}

function initcap(text: string): string {
  return text
    .toLowerCase()
    .replace(/(^|[^\p{L}\p{N}])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
}

export function characterCount(text: string): number {
  let count = text.length;
  for (let index = 0; index < text.length; index += 1) if ((text.charCodeAt(index) & 0xfc00) === 0xdc00) count -= 1;
  return count;
}

function lengthFamily(input: FunctionInput): 'text' | 'clob' | 'blob' {
  const { kind } = rawArgument(input, 0).type;
  if (kind === 'blob') return 'blob';
  return kind === 'clob' || kind === 'nclob' ? 'clob' : 'text';
}

function lengthOf(value: unknown): number {
  if (typeof value === 'string') return characterCount(value);
  if (typeof value === 'object' && value !== null) {
    if ('text' in value && typeof value.text === 'string') return characterCount(value.text);
    if ('bytes' in value && value.bytes instanceof Uint8Array) return value.bytes.length;
  }
  throw oracleError(932, 'CHAR', '-');
}

function lengthb(input: FunctionInput): CompiledExpression {
  const operand = argument(input, 0, 'text');
  const measure = isNational(operand.type) ? AL16UTF16.byteLength : input.scope.charset.byteLength;
  return map1(NUMBER, operand, (value) => makeNumber(measure(asText(value)), 0));
}

function substrFunction(input: FunctionInput): CompiledExpression {
  const isLob = ['clob', 'nclob'].includes(rawArgument(input, 0).type.kind);
  const operand = argument(input, 0, isLob ? 'clob' : 'text');
  const args = [
    operand,
    argument(input, 1, 'number'),
    ...(input.args.length > 2 ? [argument(input, 2, 'number')] : []),
  ];
  return mapAll(
    isLob ? { kind: 'clob' } : textResult(operand.type),
    args,
    ([value = null, start = null, length = null]) => {
      const text = typeof value === 'string' ? value : textOfLob(value);
      const part = substr(text, toInteger(asNumber(start)), length === null ? null : toInteger(asNumber(length)));
      return isLob && part !== null ? { kind: 'clob', text: part } : part;
    },
  );
}

function textOfLob(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string')
    return value.text;
  throw oracleError(932, 'CHAR', '-');
}

function substrb(input: FunctionInput): CompiledExpression {
  const operand = argument(input, 0, 'text');
  const args = [
    operand,
    argument(input, 1, 'number'),
    ...(input.args.length > 2 ? [argument(input, 2, 'number')] : []),
  ];
  const { charset } = input.scope;
  return mapAll(textResult(operand.type), args, ([value = null, start = null, length = null]) => {
    const latin = Buffer.from(charset.encode(asText(value))).toString('latin1');
    const part = substr(latin, toInteger(asNumber(start)), length === null ? null : toInteger(asNumber(length)));
    if (part === null) return null;
    // Halves of characters become blanks.
    return charset.decode(Buffer.from(part, 'latin1')).replaceAll('\ufffd', ' ');
  });
}

function instrFunction(input: FunctionInput): CompiledExpression {
  const args = [
    argument(input, 0, 'text'),
    argument(input, 1, 'text'),
    ...[2, 3].filter((index) => index < input.args.length).map((index) => argument(input, index, 'number')),
  ];
  return mapAll(NUMBER, args, ([value = null, wanted = null, position = null, occurrence = null]) => {
    const start = position === null ? 1 : toInteger(asNumber(position));
    const count = occurrence === null ? 1 : toInteger(asNumber(occurrence));
    if (count < 1) throw oracleError(1428, count);
    return makeNumber(instr(asText(value), asText(wanted), start, count), 0);
  });
}

/** LPAD and RPAD fill to a width in characters, and cut what is longer. */
function pad(input: FunctionInput, left: boolean): CompiledExpression {
  const operand = argument(input, 0, 'text');
  const filler = input.args.length > 2 ? argument(input, 2, 'text') : SPACE;
  const size = input.node.args[1]?.value;
  const length =
    size?.kind === 'literal' && typeof size.value === 'object' && size.value !== null
      ? literalLength(size.value)
      : 4000;
  return mapAll(
    textResult(operand.type, length),
    [operand, argument(input, 1, 'number'), filler],
    ([value = null, width = null, fill = null]) => {
      const target = Math.min(toInteger(asNumber(width)), 4000);
      if (target <= 0) return null;
      const characters = Array.from(asText(value));
      if (characters.length >= target) return characters.slice(0, target).join('');
      const marks = Array.from(asText(fill));
      const padding = Array.from(
        { length: target - characters.length },
        (_, index) => marks[index % marks.length] ?? '',
      ).join('');
      return left ? padding + characters.join('') : characters.join('') + padding;
    },
  );
}

function literalLength(value: object): number {
  return 'coefficient' in value &&
    'exponent' in value &&
    typeof value.coefficient === 'number' &&
    typeof value.exponent === 'number'
    ? value.coefficient * 10 ** value.exponent
    : 4000;
}

function trim(input: FunctionInput, leading: boolean, trailing: boolean): CompiledExpression {
  const operand = argument(input, 0, 'text');
  const set = input.args.length > 1 ? argument(input, 1, 'text') : SPACE;
  return map2(textResult(operand.type), operand, set, (value, marks) =>
    trimText(asText(value), asText(marks), leading, trailing),
  );
}

/** A NULL search text changes nothing; a NULL replacement removes. */
function replaceFunction(input: FunctionInput): CompiledExpression {
  const isLob = ['clob', 'nclob'].includes(rawArgument(input, 0).type.kind);
  const operand = argument(input, 0, isLob ? 'clob' : 'text');
  const wanted = argument(input, 1, 'text').evaluate;
  const replacement = input.args.length > 2 ? argument(input, 2, 'text').evaluate : null;
  return {
    type: isLob ? { kind: 'clob' } : textResult(operand.type, 4000),
    nullable: true,
    constant: false,
    evaluate: (context) => {
      const value = operand.evaluate(context);
      if (value === null) return null;
      const search = wanted(context);
      if (search === null) return value;
      const by = replacement === null ? null : replacement(context);
      const text = typeof value === 'string' ? value : textOfLob(value);
      const result = text.split(asText(search)).join(by === null ? '' : asText(by));
      return isLob ? { kind: 'clob', text: result } : result || null;
    },
  };
}

function translate(input: FunctionInput): CompiledExpression {
  const operand = argument(input, 0, 'text');
  // TRANSLATE(x USING CHAR_CS): the text itself.
  if (input.args.length === 1) return operand;
  if (input.args.length === 2) throw oracleErrorAt(input.node.offset, 909);
  return mapAll(
    textResult(operand.type),
    [operand, argument(input, 1, 'text'), argument(input, 2, 'text')],
    ([value = null, from = null, to = null]) => {
      const targets = Array.from(asText(to));
      const table = new Map<string, string>();
      Array.from(asText(from)).forEach((character, index) => {
        if (!table.has(character)) table.set(character, targets[index] ?? '');
      });
      const result = Array.from(asText(value), (character) => table.get(character) ?? character).join('');
      return result || null;
    },
  );
}

function ascii(input: FunctionInput): CompiledExpression {
  const operand = argument(input, 0, 'text');
  const { charset } = input.scope;
  return map1(NUMBER, operand, (value) => {
    const character = String.fromCodePoint(asText(value).codePointAt(0) ?? 0);
    const bytes = isNational(operand.type) ? AL16UTF16.encode(character) : charset.encode(character);
    return makeNumber(
      bytes.reduce((code, byte) => code * 256 + byte, 0),
      0,
    );
  });
}

/** CHR(n): the character of the database character set whose bytes are n; AL32UTF8 wants n mod 256 below 128. */
function chr(input: FunctionInput): CompiledExpression {
  const { charset } = input.scope;
  return map1(varchar2(4), argument(input, 0, 'number'), (value) => {
    let code = toInteger(asNumber(value));
    if (code < 0) throw oracleError(1428, code);
    const bytes: number[] = [];
    do {
      bytes.unshift(code % 256);
      code = Math.floor(code / 256);
    } while (code > 0);
    return charset.decode(Uint8Array.from(bytes));
  });
}

/** One UTF-16 unit of the national character set. */
function nchr(input: FunctionInput): CompiledExpression {
  return map1({ kind: 'nvarchar2', length: 1 }, argument(input, 0, 'number'), (value) => {
    const code = toInteger(asNumber(value));
    if (code < 0) throw oracleError(1428, code);
    return String.fromCharCode(code % 65_536);
  });
}

function unistr(input: FunctionInput): CompiledExpression {
  const operand = argument(input, 0, 'text');
  return map1({ kind: 'nvarchar2', length: 2000 }, operand, (value) => {
    const text = asText(value);
    if (/\\(?![0-9a-fA-F]{4}|\\)/.test(text.replaceAll('\\\\', ''))) throw oracleError(30186);
    return text.replace(/\\(\\|[0-9a-fA-F]{4})/g, (_, code: string) =>
      code === '\\' ? '\\' : String.fromCharCode(Number.parseInt(code, 16)),
    );
  });
}

function asciistr(input: FunctionInput): CompiledExpression {
  return map1(varchar2(4000), argument(input, 0, 'text'), (value) =>
    asText(value).replace(
      /[\\\u0080-\uffff]/g,
      (unit) => `\\${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
    ),
  );
}

const SOUNDEX_CODES: Readonly<Record<string, string>> = {
  B: '1', F: '1', P: '1', V: '1', C: '2', G: '2', J: '2', K: '2', Q: '2', S: '2', X: '2', Z: '2', D: '3', T: '3', L: '4', M: '5', N: '5', R: '6',
}; // prettier-ignore

function soundex(text: string): string | null {
  const letters = text.toUpperCase().replace(/[^A-Z]/g, '');
  if (letters === '') return null;
  let result = letters.charAt(0);
  let previous = SOUNDEX_CODES[letters.charAt(0)] ?? '';
  for (const letter of letters.slice(1)) {
    const code = SOUNDEX_CODES[letter] ?? '';
    if (code !== '' && code !== previous) result += code;
    if (letter !== 'H' && letter !== 'W') previous = code;
  }
  return result.slice(0, 4).padEnd(4, '0');
}
