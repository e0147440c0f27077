/** ROWIDTOCHAR, CHARTOROWID and DBMS_ROWID. */
import { makeNumber, toInteger } from '../values/number.ts';
import { asNumber, asRowid, asText } from '../values/narrow.ts';
import { makeRowid, rowidToText, textToRowid } from '../values/rowid.ts';
import type { OracleRowid } from '../values/value.ts';
import { map1, mapAll } from './compiled.ts';
import { argument, argumentsFrom, define } from './function-definition.ts';
import type { FunctionDefinition, FunctionInput } from './function-definition.ts';
import type { CompiledExpression } from './scope.ts';
import { NUMBER, varchar2 } from './type-family.ts';

export const ROWID_FUNCTIONS: readonly FunctionDefinition[] = [
  define('ROWIDTOCHAR', 1, 1, (input) =>
    map1(varchar2(18), argument(input, 0, 'rowid'), (value) => rowidToText(asRowid(value))),
  ),
  define('ROWIDTONCHAR', 1, 1, (input) =>
    map1({ kind: 'nvarchar2', length: 18 }, argument(input, 0, 'rowid'), (value) => rowidToText(asRowid(value))),
  ),
  define('CHARTOROWID', 1, 1, (input) =>
    map1({ kind: 'rowid' }, argument(input, 0, 'text'), (value) => textToRowid(asText(value))),
  ),
  define('DBMS_ROWID.ROWID_CREATE', 5, 5, create, [
    'ROWID_TYPE',
    'OBJECT_NUMBER',
    'RELATIVE_FNO',
    'BLOCK_NUMBER',
    'ROW_NUMBER',
  ]),
  part('ROWID_OBJECT', (rowid) => rowid.object, 1),
  part('ROWID_RELATIVE_FNO', (rowid) => rowid.file, 2),
  part('ROWID_BLOCK_NUMBER', (rowid) => rowid.block, 2),
  part('ROWID_ROW_NUMBER', (rowid) => rowid.row, 1),
  part('ROWID_TYPE', () => 1, 1),
  define(
    'DBMS_ROWID.ROWID_TO_ABSOLUTE_FNO',
    3,
    3,
    (input) => map1(NUMBER, argument(input, 0, 'rowid'), (value) => makeNumber(asRowid(value).file, 0)),
    ['ROW_ID', 'SCHEMA_NAME', 'OBJECT_NAME'],
  ),
];

function part(name: string, read: (rowid: OracleRowid) => number, max: number): FunctionDefinition {
  return define(
    `DBMS_ROWID.${name}`,
    1,
    max,
    (input) => map1(NUMBER, argument(input, 0, 'rowid'), (value) => makeNumber(read(asRowid(value)), 0)),
    ['ROW_ID', 'TS_TYPE_IN'],
  );
}

function create(input: FunctionInput): CompiledExpression {
  return mapAll({ kind: 'rowid' }, argumentsFrom(input, 0, 'number'), (values) => {
    const [, object = 0, file = 0, block = 0, row = 0] = values.map((value) => toInteger(asNumber(value)));
    return makeRowid(object, file, block, row);
  });
}
