/** EMPTY_CLOB, EMPTY_BLOB and the functions of DBMS_LOB that queries call. */
import { oracleError } from '../../oracle-error.ts';
import { makeNumber, toInteger } from '../values/number.ts';
import { asBlob, asClob, asNumber, asRaw, asText } from '../values/narrow.ts';
import type { SqlValue } from '../values/value.ts';
import { constantOf, map1, mapAll } from './compiled.ts';
import { argument, define, rawArgument } from './function-definition.ts';
import type { FunctionDefinition, FunctionInput } from './function-definition.ts';
import type { CompiledExpression } from './scope.ts';
import { instr, substr } from './text-positions.ts';
import { NUMBER, familyOf, varchar2 } from './type-family.ts';
import { characterCount } from './functions-text.ts';

export const LOB_FUNCTIONS: readonly FunctionDefinition[] = [
  define('EMPTY_CLOB', 0, 0, () => constantOf({ kind: 'clob', text: '' }, { kind: 'clob' })),
  define('EMPTY_BLOB', 0, 0, () => constantOf({ kind: 'blob', bytes: new Uint8Array(0) }, { kind: 'blob' })),
  define('DBMS_LOB.GETLENGTH', 1, 1, lobLength, ['LOB_LOC']),
  define('DBMS_LOB.SUBSTR', 1, 3, lobSubstr, ['LOB_LOC', 'AMOUNT', 'OFFSET']),
  define('DBMS_LOB.INSTR', 2, 4, lobInstr, ['LOB_LOC', 'PATTERN', 'OFFSET', 'NTH']),
  define('DBMS_LOB.COMPARE', 2, 5, lobCompare, ['LOB_1', 'LOB_2', 'AMOUNT', 'OFFSET_1', 'OFFSET_2']),
  define('DBMS_LOB.GETCHUNKSIZE', 1, 1, (input) => map1(NUMBER, rawArgument(input, 0), () => makeNumber(8132, 0))),
];

function isBinary(input: FunctionInput): boolean {
  const family = familyOf(rawArgument(input, 0).type);
  return family === 'blob' || family === 'raw';
}

/** CLOB or BLOB, whatever was given. */
function lob(input: FunctionInput, index: number, binary: boolean): CompiledExpression {
  return argument(input, index, binary ? 'blob' : 'clob');
}

function lobLength(input: FunctionInput): CompiledExpression {
  const binary = isBinary(input);
  return map1(NUMBER, lob(input, 0, binary), (value) =>
    makeNumber(binary ? asBlob(value).bytes.length : characterCount(asClob(value).text), 0),
  );
}

const AMOUNT_MAX = 32_767;

/** SUBSTR(lob, amount, offset): NULL outside of the LOB or for an amount out of 1..32767. */
function lobSubstr(input: FunctionInput): CompiledExpression {
  const binary = isBinary(input);
  const args = [
    lob(input, 0, binary),
    ...[1, 2].filter((index) => index < input.args.length).map((index) => argument(input, index, 'number')),
  ];
  return mapAll(
    binary ? { kind: 'raw', length: 2000 } : varchar2(4000),
    args,
    ([value = null, amount = null, offset = null]): SqlValue => {
      const count = amount === null ? AMOUNT_MAX : toInteger(asNumber(amount));
      const start = offset === null ? 1 : toInteger(asNumber(offset));
      if (count < 1 || count > AMOUNT_MAX || start < 1) return null;
      if (!binary) {
        const text = substr(asClob(value).text, start, count);
        if (text !== null && text.length > 1000 && input.scope.charset.byteLength(text) > 4000)
          throw oracleError(6502, 'character string buffer too small');
        return text;
      }
      const bytes = asBlob(value).bytes.slice(start - 1, start - 1 + count);
      if (bytes.length > 2000) throw oracleError(6502, 'raw variable length too long');
      return bytes.length === 0 ? null : bytes;
    },
  );
}

function lobInstr(input: FunctionInput): CompiledExpression {
  const binary = isBinary(input);
  const rest = [2, 3].filter((index) => index < input.args.length).map((index) => argument(input, index, 'number'));
  const args = [lob(input, 0, binary), argument(input, 1, binary ? 'raw' : 'text'), ...rest];
  return mapAll(NUMBER, args, ([value = null, pattern = null, offset = null, nth = null]) => {
    const start = offset === null ? 1 : toInteger(asNumber(offset));
    const count = nth === null ? 1 : toInteger(asNumber(nth));
    if (start < 1 || count < 1) return null;
    const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
    const text = binary ? latin(asBlob(value).bytes) : asClob(value).text;
    return makeNumber(instr(text, binary ? latin(asRaw(pattern)) : asText(pattern), start, count), 0);
  });
}

function lobCompare(input: FunctionInput): CompiledExpression {
  const binary = isBinary(input);
  return mapAll(NUMBER, [lob(input, 0, binary), lob(input, 1, binary)], ([left = null, right = null]) => {
    if (binary) return makeNumber(Buffer.compare(asBlob(left).bytes, asBlob(right).bytes), 0);
    return makeNumber(Math.sign(input.scope.charset.compare(asClob(left).text, asClob(right).text)), 0);
  });
}
