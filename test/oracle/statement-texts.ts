/** Every statement that lib/oracle/sql can build, one text per shape. The contract suite adds what a live client sent. */
import type { Scn } from '../../lib/model/scn.ts';
import { scn } from '../../lib/model/scn.ts';
import type { OracleType } from '../../lib/model/oracle-type.ts';
import type { ColumnPlan, TablePlan } from '../../lib/model/table-plan.ts';
import type { CanonicalForm } from '../../lib/model/value.ts';
import { alterSession } from '../../lib/oracle/sql/alter-session.ts';
import * as instance from '../../lib/oracle/sql/dictionary-instance.ts';
import * as objects from '../../lib/oracle/sql/dictionary-objects.ts';
import * as tables from '../../lib/oracle/sql/dictionary-tables.ts';
import { probedViews, tableProbe } from '../../lib/oracle/sql/probes.ts';
import { readByIdentity, readRange, sampleIdentities } from '../../lib/oracle/sql/read-rows.ts';
import type { Statement } from '../../lib/oracle/sql/statement.ts';

const at: Scn = scn(9_007_199_254_740_993n);

function column(name: string, type: OracleType, form: CanonicalForm): ColumnPlan {
  return {
    origin: { kind: 'column', name, type },
    targetName: name.toLowerCase(),
    targetType: { kind: 'longtext' },
    form,
    nullable: false,
    loss: null,
  };
}

const columns: readonly ColumnPlan[] = [
  column('N', { kind: 'number', precision: 10, scale: 2 }, 'decimal'),
  column('V', { kind: 'varchar2', length: 10, unit: 'byte', bytes: 10 }, 'text'),
  column('C', { kind: 'char', length: 5, unit: 'byte', bytes: 5 }, 'char'),
  column('NV', { kind: 'nvarchar2', length: 5, bytes: 10 }, 'text'),
  column('NC', { kind: 'nchar', length: 5, bytes: 10 }, 'char'),
  column('D', { kind: 'date' }, 'datetime'),
  column('T', { kind: 'timestamp', digits: 9 }, 'timestamp'),
  column('TZ', { kind: 'timestamp-zone', digits: 3 }, 'timestamp-zone'),
  column('TL', { kind: 'timestamp-local', digits: 0 }, 'timestamp-local'),
  column('YM', { kind: 'interval-year-month', yearDigits: 2 }, 'interval-year-month'),
  column('DS', { kind: 'interval-day-second', dayDigits: 2, secondDigits: 6 }, 'interval-day-second'),
  column('R', { kind: 'raw', length: 16 }, 'bytes'),
  column('BD', { kind: 'binary-double' }, 'double'),
  column('Mixed Case', { kind: 'clob' }, 'clob'),
];

const keyValues = [
  '1.5',
  'v',
  'c',
  'v',
  'c',
  '2024-02-29 00:00:00',
  '2024-02-14 10:58:02.25',
  '2024-02-14 10:58:02 +05:30',
  '2024-02-14 10:58:02',
  '+03-06',
  '+1 02:03:04.5',
  'Cv8=',
  '1.5',
];

const keyed: TablePlan = {
  tableId: 'S.T',
  source: { schema: 'S', table: 'Order Items' },
  target: { schema: 's', table: 't' },
  organization: 'heap',
  columns,
  identity: { kind: 'key', name: 'PRIMARY', columns: keyValues.map((_, position) => position) },
  uniqueKeys: [],
  rowsEstimated: null,
  averageRowBytes: null,
  sourcePartitions: [],
  timeZone: '+08:00',
};

const keyless: TablePlan = {
  ...keyed,
  columns: [
    ...columns,
    ...(['object', 'file', 'block', 'row'] as const).map((part) => ({
      origin: { kind: 'rowid-part' as const, part },
      targetName: part,
      targetType: { kind: 'bigint' as const },
      form: 'decimal' as const,
      nullable: false,
      loss: null,
    })),
  ],
  identity: { kind: 'rowid', columns: [14, 15, 16, 17] },
};

const rowid = 'AAAR3sAAEAAAACXAAA';

function reads(): readonly Statement[] {
  const whole = { kind: 'rowid', partition: null, partitionKind: 'none', from: null, to: null } as const;
  const byKey = { kind: 'key', partition: null, partitionKind: 'none', from: keyValues, to: keyValues } as const;
  const identity = keyValues.map((value, position) => (position === 11 ? Buffer.from('0aff', 'hex') : value));
  return [
    readRange(keyed, whole, at),
    readRange(keyed, { ...whole, from: rowid }, at),
    readRange(keyed, { ...whole, to: rowid }, at),
    readRange(keyless, { ...whole, partition: 'P1', partitionKind: 'partition', from: rowid, to: rowid }, at),
    readRange(keyless, { ...whole, partition: 'SP', partitionKind: 'subpartition' }, at),
    readRange(keyed, { ...byKey, from: [...keyValues], to: [...keyValues] }, at),
    readByIdentity(keyed, [identity, identity], [], at),
    readByIdentity(keyless, [], [rowid, rowid], at),
    sampleIdentities(keyed, 1_000, at),
  ];
}

function dictionary(): readonly Statement[] {
  const names = ['T1', 'T2'];
  const perTable = [
    tables.tableRows,
    tables.columnRows,
    tables.identityRows,
    tables.constraintRows,
    tables.constraintColumnRows,
    tables.referencedRows,
    tables.indexRows,
    tables.indexColumnRows,
    tables.indexExpressionRows,
    tables.tableCommentRows,
    tables.columnCommentRows,
    tables.partitionedTableRows,
    tables.partitionRows,
    tables.subpartitionRows,
    tables.viewRows,
    tables.viewColumnRows,
    tables.viewDependencyRows,
    objects.dataObjects,
    objects.tableExtents,
  ];
  return [
    ...perTable.map((query) => query('S', names)),
    tables.partitionKeyRows('S', names, 'partition'),
    tables.partitionKeyRows('S', names, 'subpartition'),
    objects.listObjects(names),
    objects.specialTables(names),
    instance.currentScn(),
    instance.databaseRow(),
    instance.characterSets(),
    instance.sessionContext(),
    instance.blockSize(),
    tableProbe({ schema: 'S', table: 'T' }, at),
  ];
}

/** All texts, each once. */
export function statementTexts(): readonly string[] {
  const texts = [...reads(), ...dictionary()].map(({ text }) => text);
  return [...new Set([alterSession, ...Object.values(probedViews), ...texts])];
}
