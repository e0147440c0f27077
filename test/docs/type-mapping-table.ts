import { oracleTypeName, targetTypeName } from '../../lib/engine/schema/type-name.ts';
import { mapType, type TypeContext } from '../../lib/engine/schema/type-table.ts';
import type { OracleType } from '../../lib/model/oracle-type.ts';

const limits: TypeContext['limits'] = {
  tableNameCharacters: 64,
  columnNameCharacters: 128,
  columns: 4_096,
  rowBytes: 1_500_000,
  keyBytes: 16_384,
  keyColumns: 64,
  indexes: 128,
  varcharCharacters: 262_144,
  largeObjectBytes: 536_870_910,
  partitions: 8_192,
};

/** One declaration per case of the type table, in the order a reader looks for them. */
const declarations: readonly OracleType[] = [
  { kind: 'number', precision: 10, scale: 0 },
  { kind: 'number', precision: 12, scale: 2 },
  { kind: 'number', precision: null, scale: 0 },
  { kind: 'number', precision: null, scale: null },
  { kind: 'number', precision: 5, scale: -2 },
  { kind: 'number', precision: 3, scale: 5 },
  { kind: 'float', binaryPrecision: 49 },
  { kind: 'float', binaryPrecision: 126 },
  { kind: 'binary-float' },
  { kind: 'binary-double' },
  { kind: 'char', length: 10, unit: 'byte', bytes: 10 },
  { kind: 'char', length: 300, unit: 'char', bytes: 1_200 },
  { kind: 'nchar', length: 10, bytes: 20 },
  { kind: 'varchar2', length: 40, unit: 'byte', bytes: 40 },
  { kind: 'varchar2', length: 40, unit: 'char', bytes: 160 },
  { kind: 'nvarchar2', length: 40, bytes: 80 },
  { kind: 'date' },
  { kind: 'timestamp', digits: 6 },
  { kind: 'timestamp', digits: 9 },
  { kind: 'timestamp-zone', digits: 6 },
  { kind: 'timestamp-local', digits: 6 },
  { kind: 'interval-year-month', yearDigits: 2 },
  { kind: 'interval-day-second', dayDigits: 2, secondDigits: 6 },
  { kind: 'raw', length: 16 },
  { kind: 'clob' },
  { kind: 'nclob' },
  { kind: 'blob' },
  { kind: 'boolean' },
  { kind: 'long' },
  { kind: 'long-raw' },
  { kind: 'other', name: 'XMLTYPE' },
];

/** docs/type-mapping.md, made from the type table itself. */
export function typeMappingDocument(): string {
  const rows = declarations.map((type) => {
    const [plain, inKey] = [false, true].map((key) => cell(type, key));
    return `| ${oracleTypeName(type)} | ${plain} | ${inKey === plain ? 'the same' : inKey} |`;
  });
  return [
    '# How Oracle types are mapped',
    '',
    'Made from the type table (`lib/engine/schema/type-table.ts`) by `test/docs/`; `npx seaward assess FILE` prints the same per',
    'column of your own tables. What is not said to be lost is carried exactly, or refused at load: nothing is rounded, cut or',
    'replaced in silence. Lengths are those of `conversion.lengthSemantics: keep`, limits those of OceanBase 4.',
    '',
    '| Oracle | target | in a primary or unique key |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function cell(type: OracleType, inKey: boolean): string {
  const mapping = mapType(type, { lengthSemantics: 'keep', timeZone: '+00:00', limits, inKey });
  if (mapping.kind === 'refused') return `refused: ${mapping.reason}`;
  return mapping.loss === null
    ? targetTypeName(mapping.targetType)
    : `${targetTypeName(mapping.targetType)}; ${mapping.loss}`;
}
