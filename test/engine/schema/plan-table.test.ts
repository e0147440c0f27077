import { describe, expect, it } from 'vitest';
import { plannedTableSchema } from '../../../lib/model/migration-plan.ts';
import type { SourceIndex, SourcePartitioning } from '../../../lib/model/source-table.ts';
import {
  column,
  define,
  key,
  mariadb,
  number,
  oceanbase,
  plan,
  request,
  required,
  selected,
  varchar,
} from './planning.ts';

const index = (name: string, columns: readonly string[], more: Partial<SourceIndex> = {}): SourceIndex => ({
  name,
  unique: false,
  type: 'NORMAL',
  parts: columns.map((part) => ({ column: part, expression: null, descending: false })),
  ...more,
});

describe('a table', () => {
  it('of two columns with a primary key is planned as a whole', () => {
    const planned = plan({
      comment: 'Orders of the shop',
      rowsEstimated: 12_345_678_901_234_567_890n,
      averageRowBytes: 42,
    });
    expect(planned.faults).toEqual([]);
    expect(planned.objectId).toBe('TABLE SHOP.ORDERS');
    expect(planned.definition?.table).toEqual({
      name: { schema: 'shop', table: 'orders' },
      columns: [
        {
          name: 'id',
          type: { kind: 'decimal', precision: 10, scale: 0 },
          nullable: false,
          default: { kind: 'none' },
          comment: null,
        },
        {
          name: 'note',
          type: { kind: 'varchar', length: 100 },
          nullable: true,
          default: { kind: 'none' },
          comment: null,
        },
      ],
      primaryKey: ['id'],
      comment: 'Orders of the shop',
      checks: [],
      partitioning: null,
    });
    expect(planned.definition?.plan).toMatchObject({
      tableId: 'SHOP.ORDERS',
      identity: { kind: 'key', name: 'PRIMARY', columns: [0] },
      rowsEstimated: '12345678901234567890',
      averageRowBytes: 42,
    });
  });

  it('survives being stored as JSON', () => {
    const planned = plan({ primaryKey: null, indexes: [index('IX', ['NOTE'])] });
    expect(plannedTableSchema.parse(JSON.parse(JSON.stringify(planned)))).toEqual(planned);
  });

  it('without a key gets ROWID helper columns and their unique index, before the load', () => {
    const definition = define({ primaryKey: null });
    expect(definition.helperColumns).toEqual(['seaward_object', 'seaward_file', 'seaward_block', 'seaward_row']);
    expect(definition.plan.identity).toEqual({ kind: 'rowid', columns: [2, 3, 4, 5] });
    expect(definition.table.primaryKey).toBeNull();
    expect(definition.indexes).toEqual([
      {
        objectId: 'INDEX SHOP.ORDERS.uk_orders_seaward',
        index: {
          table: { schema: 'shop', table: 'orders' },
          name: 'uk_orders_seaward',
          unique: true,
          columns: definition.helperColumns.map((name) => ({ name, descending: false })),
        },
        moment: 'early',
      },
    ]);
  });

  it('is identified by a unique key without NULLs, the shortest one', () => {
    const columns = [required('A', number(5, 0)), required('B', number(5, 0)), column('C', number(5, 0))];
    const definition = define({
      columns,
      primaryKey: null,
      uniqueKeys: [key('UK_AB', 'A', 'B'), key('UK_B', 'B'), key('UK_C', 'C')],
    });
    expect(definition.plan.identity).toEqual({ kind: 'key', name: 'uk_b', columns: [1] });
    expect(definition.plan.uniqueKeys).toEqual([
      { name: 'uk_ab', columns: [0, 1] },
      { name: 'uk_c', columns: [2] },
    ]);
    expect(definition.indexes.map(({ index: { name, unique }, moment }) => [name, unique, moment])).toEqual([
      ['uk_ab', true, 'early'],
      ['uk_b', true, 'early'],
      ['uk_c', true, 'early'],
    ]);
  });

  it('whose key column is excluded falls back and says so', () => {
    const planned = plan({}, { selected: selected({ excludedColumns: ['ID'] }) });
    expect(planned.definition?.plan.identity.kind).toBe('rowid');
    expect(planned.conversions.join('\n')).toContain('primary key ORDERS_PK is left out');
  });

  it('names misspelled columns of the project file', () => {
    expect(plan({}, { selected: selected({ excludedColumns: ['NOTES'] }) }).conversions).toEqual([
      'column NOTES: named in the project file, but the table has no such column',
    ]);
  });

  it('is refused with every reason at once', () => {
    const planned = plan({
      columns: [required('ID', { kind: 'timestamp', digits: 9 }), column('X', { kind: 'other', name: 'XMLTYPE' })],
    });
    expect(planned.definition).toBeNull();
    expect(planned.faults.map(({ code, subject }) => [code, subject])).toEqual([
      ['TYPE_REFUSED', 'SHOP.ORDERS.ID'],
      ['TYPE_REFUSED', 'SHOP.ORDERS.X'],
    ]);
    expect(planned.fidelity.map(({ targetType }) => targetType)).toEqual(['refused', 'refused']);
  });

  it('leaves generated and hidden columns out', () => {
    const planned = plan({
      columns: [
        required('ID', number(10, 0)),
        column('V', number(5, 0), { virtual: true }),
        column('SYS_NC1', varchar(10), { virtual: true, hidden: true }),
        column('N', number(9, 0), { identity: 'always' }),
      ],
    });
    expect(planned.definition?.table.columns.map(({ name }) => name)).toEqual(['id', 'n']);
    expect(planned.conversions).toEqual([
      'column V: generated on the source, left out on the target',
      'column N: identity generation is left out; the values are loaded',
    ]);
  });
});

describe('names', () => {
  it('follow the schema map, the case and explicit renames, which are literal', () => {
    const settings = { ...request({}).settings, schemas: { SHOP: 'Laden' } };
    expect(define({}, { settings }).table.name).toEqual({ schema: 'Laden', table: 'orders' });
    expect(define({}, { settings: { ...settings, identifierCase: 'upper' } }).table.columns[0]?.name).toBe('ID');
    const renamed = selected({ renameSchema: 'S2', renameTable: 'Orders', renamedColumns: { ID: 'orderId' } });
    const definition = define({}, { settings, selected: renamed });
    expect(definition.table.name).toEqual({ schema: 'S2', table: 'Orders' });
    expect(definition.table.primaryKey).toEqual(['orderId']);
  });

  it.each([
    ['A'.repeat(65), 'NAME_REFUSED', 'rename'],
    ['PRICE$$OLD', 'NAME_REFUSED', '$$'],
    ['订单', 'NAME_REFUSED', 'Chinese'],
    ['A.B', 'NAME_REFUSED', 'dot'],
  ])('%s is refused', (table, code, word) => {
    const planned = plan({ name: { schema: 'SHOP', table } });
    expect(planned.faults[0]?.code).toBe(code);
    expect(JSON.stringify(planned.faults)).toContain(word);
  });

  it('of 128 bytes become possible by a rename', () => {
    const name = { schema: 'SHOP', table: 'T'.repeat(128) };
    const definition = define({ name }, { selected: selected({ name, renameTable: 'short' }) });
    expect(definition.table.name.table).toBe('short');
  });

  it('with blanks, reserved words and mixed case are kept', () => {
    const settings = { ...request({}).settings, identifierCase: 'source' as const };
    const definition = define(
      {
        name: { schema: 'SHOP', table: 'Order Items' },
        columns: [required('ID', number(5, 0)), column('GROUP', varchar(5))],
      },
      { settings },
    );
    expect(definition.table.name.table).toBe('Order Items');
    expect(definition.table.columns[1]?.name).toBe('GROUP');
  });

  it('of two columns that fold together are refused', () => {
    const columns = [required('ID', number(5, 0)), column('Name', varchar(5)), column('NAME', varchar(5))];
    expect(plan({ columns }).faults.map(({ code }) => code)).toEqual(['NAME_REFUSED']);
  });

  it('of generated and too long indexes are made anew', () => {
    const definition = define({
      uniqueKeys: [{ name: 'SYS_C0012', columns: ['NOTE'], generatedName: true }],
      indexes: [index(`IX_${'N'.repeat(100)}`, ['NOTE', 'ID'])],
    });
    const names = definition.indexes.map((planned) => planned.index.name);
    expect(names[0]).toBe('uk_orders');
    expect(names[1]).toMatch(/^ix_n+_[0-9a-z]+$/);
    expect(names[1]?.length).toBeLessThanOrEqual(64);
  });
});

describe('indexes', () => {
  it('wait for the load, those behind keys are not doubled, descending parts are kept', () => {
    const columns = [required('ID', number(10, 0)), column('A', varchar(10)), column('B', { kind: 'date' })];
    const planned = plan({
      columns,
      uniqueKeys: [key('UK_A', 'A')],
      indexes: [
        index('ORDERS_PK', ['ID'], { unique: true }),
        index('UK_A', ['A'], { unique: true }),
        index('IX_B', ['B', 'A']),
        {
          name: 'IX_DESC',
          unique: false,
          type: 'FUNCTION-BASED NORMAL',
          parts: [
            { column: 'A', expression: null, descending: false },
            { column: null, expression: '"B"', descending: true },
          ],
        },
        index('BM', ['B'], { type: 'BITMAP' }),
        {
          name: 'IX_FN',
          unique: true,
          type: 'FUNCTION-BASED NORMAL',
          parts: [{ column: null, expression: 'UPPER("A")', descending: false }],
        },
      ],
    });
    expect(
      planned.definition?.indexes.map(({ index: { name, columns: parts }, moment }) => [name, moment, parts]),
    ).toEqual([
      ['uk_a', 'early', [{ name: 'a', descending: false }]],
      [
        'ix_b',
        'late',
        [
          { name: 'b', descending: false },
          { name: 'a', descending: false },
        ],
      ],
      [
        'ix_desc',
        'late',
        [
          { name: 'a', descending: false },
          { name: 'b', descending: true },
        ],
      ],
      ['bm', 'late', [{ name: 'b', descending: false }]],
    ]);
    expect(planned.conversions).toEqual([
      'index BM: BITMAP becomes an ordinary index',
      'index IX_FN is left out: it is unique over an expression; the target will not enforce it',
    ]);
  });

  it('are early without post-indexing', () => {
    const settings = { ...request({}).settings, postIndexing: false };
    expect(define({ indexes: [index('IX', ['NOTE'])] }, { settings }).indexes[0]?.moment).toBe('early');
  });

  it('that are too long are left out, keys that are too long refuse the table with figures', () => {
    const columns = [required('ID', number(10, 0)), column('LONG_TEXT', varchar(1_000))];
    const left = plan({ columns, indexes: [index('IX', ['LONG_TEXT'])] });
    expect(left.definition?.indexes).toEqual([]);
    expect(left.conversions[0]).toContain('4002 bytes, the server holds 3072');
    const refused = plan({ columns, uniqueKeys: [key('UK', 'LONG_TEXT')] });
    expect(refused.faults[0]).toMatchObject({ code: 'TARGET_LIMIT', subject: 'SHOP.ORDERS' });
    expect(plan({ columns, uniqueKeys: [key('UK', 'LONG_TEXT')] }, { server: oceanbase }).faults).toEqual([]);
  });
});

describe('foreign keys', () => {
  const foreign = {
    ...key('FK_C', 'NOTE'),
    references: { schema: 'SHOP', table: 'CUSTOMERS' },
    referencedColumns: ['CODE'],
    onDelete: 'cascade' as const,
    enabled: true,
  };

  it('follow the names of both tables', () => {
    const definition = define(
      { foreignKeys: [foreign] },
      { selectedAs: (name) => selected({ name, renameTable: 'clients', renamedColumns: { CODE: 'c' } }) },
    );
    expect(definition.foreignKeys[0]?.foreignKey).toEqual({
      table: { schema: 'shop', table: 'orders' },
      name: 'fk_c',
      columns: ['note'],
      references: { schema: 'shop', table: 'clients' },
      referencedColumns: ['c'],
      onDelete: 'cascade',
    });
  });

  it('to tables that are not migrated, or disabled, are left out and stated', () => {
    expect(plan({ foreignKeys: [foreign] }, { selectedAs: () => null }).conversions).toEqual([
      'foreign key FK_C is left out: SHOP.CUSTOMERS is not migrated',
    ]);
    expect(plan({ foreignKeys: [{ ...foreign, enabled: false }] }).conversions[0]).toContain('disabled');
  });
});

describe('wide rows', () => {
  it('move the longest texts out, as few as are needed, and say so', () => {
    const columns = [
      required('ID', number(10, 0)),
      column('A', varchar(4_000)),
      column('B', varchar(4_000)),
      column('C', varchar(3_000)),
      column('D', varchar(4_000)),
      column('E', varchar(3_500)),
    ];
    // 4 bytes a character: 16,002 + 16,002 + 12,002 + 16,002 + 14,002 and the number are over 65,535; one less is enough.
    const planned = plan({ columns });
    expect(planned.definition?.table.columns.map(({ type }) => type.kind)).toEqual([
      'decimal',
      'longtext',
      'varchar',
      'varchar',
      'varchar',
      'varchar',
    ]);
    expect(planned.conversions).toHaveLength(1);
    expect(planned.conversions[0]).toMatch(/column a: VARCHAR\(4000\) becomes LONGTEXT, .* of 65535 bytes/);
    expect(planned.definition?.plan.columns[1]).toMatchObject({ form: 'text', targetType: { kind: 'longtext' } });
    expect(plan({ columns }, { server: oceanbase }).conversions).toEqual([]);
  });

  it('that do not fit at all are refused with figures', () => {
    const columns = [required('ID', number(10, 0))];
    for (let count = 0; count < 1_000; count += 1)
      columns.push(column(`C${count}`, { kind: 'char', length: 20, unit: 'byte', bytes: 20 }));
    const [fault] = plan({ columns }).faults;
    expect(fault?.code).toBe('TARGET_LIMIT');
    expect(fault?.cause).toContain('the server holds 65535');
    const many = plan({ columns: [...columns, ...columns.map((c, at) => column(`D${at}`, c.type))] });
    expect(many.faults[0]?.cause).toBe('2002 columns, the server holds 1017');
  });
});

describe('partitions', () => {
  const range: SourcePartitioning = {
    kind: 'range',
    subKind: 'none',
    interval: false,
    columns: ['ID'],
    subColumns: [],
    partitions: [
      { name: 'P1', highValue: '1000', subpartitions: [] },
      { name: 'PMAX', highValue: 'MAXVALUE', subpartitions: [] },
    ],
  };

  it('by a whole number make it a BIGINT', () => {
    const definition = define({ partitioning: range });
    expect(definition.table.partitioning).toEqual({
      kind: 'range',
      columns: ['id'],
      partitions: [
        { name: 'p1', bound: '(1000)' },
        { name: 'pmax', bound: '(MAXVALUE)' },
      ],
      hashCount: null,
    });
    expect(definition.table.columns[0]?.type).toEqual({ kind: 'bigint' });
    expect(definition.plan.columns[0]).toMatchObject({ form: 'decimal', targetType: { kind: 'bigint' } });
    expect(definition.plan.sourcePartitions).toEqual(['P1', 'PMAX']);
  });

  it('by date translate the printed bounds; interval partitioning gets a last partition', () => {
    const at = required('AT', { kind: 'date' });
    const definition = define({
      columns: [required('ID', number(10, 0)), at],
      primaryKey: key('PK', 'ID', 'AT'),
      partitioning: {
        ...range,
        interval: true,
        columns: ['AT'],
        partitions: [
          {
            name: 'P1',
            highValue: "TO_DATE(' 2024-01-01 00:00:00', 'SYYYY-MM-DD HH24:MI:SS', 'NLS_CALENDAR=GREGORIAN')",
            subpartitions: [],
          },
          { name: 'P2', highValue: "TIMESTAMP' 2024-02-01 00:00:00'", subpartitions: [] },
        ],
      },
    });
    expect(definition.table.partitioning?.partitions).toEqual([
      { name: 'p1', bound: "('2024-01-01 00:00:00')" },
      { name: 'p2', bound: "('2024-02-01 00:00:00')" },
      { name: 'seaward_rest', bound: '(MAXVALUE)' },
    ]);
  });

  it('by list and hash are carried', () => {
    const list: SourcePartitioning = {
      ...range,
      kind: 'list',
      columns: ['NOTE'],
      partitions: [{ name: 'P1', highValue: "'A', 'B', NULL", subpartitions: [] }],
    };
    const columns = [required('ID', number(10, 0)), required('NOTE', varchar(10))];
    const keyed = { columns, primaryKey: key('PK', 'ID', 'NOTE') };
    expect(define({ ...keyed, partitioning: list }).table.partitioning?.partitions).toEqual([
      { name: 'p1', bound: "('A', 'B', NULL)" },
    ]);
    const hash = define({
      partitioning: { ...range, kind: 'hash', partitions: [...range.partitions, ...range.partitions] },
    });
    expect(hash.table.partitioning).toMatchObject({ kind: 'key', columns: ['id'], hashCount: 4 });
    const fallback = { ...list, partitions: [{ name: 'P1', highValue: 'DEFAULT', subpartitions: [] }] };
    expect(define({ ...keyed, partitioning: fallback }).table.partitioning).toBeNull();
    expect(define({ ...keyed, partitioning: fallback }, { server: oceanbase }).table.partitioning?.partitions).toEqual([
      { name: 'p1', bound: '(DEFAULT)' },
    ]);
  });

  it('that a unique key does not contain, or of a type the target does not partition by, are left out and stated', () => {
    const outside = plan({ partitioning: { ...range, columns: ['NOTE'] } });
    expect(outside.definition?.table.partitioning).toBeNull();
    expect(outside.conversions[0]).toMatch(/partitioning is left out: the unique key \(ID\) does not contain/);
    const fraction = plan({
      columns: [required('ID', number(10, 2))],
      partitioning: range,
    });
    expect(fraction.definition?.table.columns[0]?.type.kind).toBe('decimal');
    expect(fraction.conversions[0]).toContain('whole');
  });

  it('of a table without a key take their columns into the helper index', () => {
    const definition = define({ primaryKey: null, partitioning: range });
    expect(definition.indexes[0]?.index.columns.map(({ name }) => name)).toEqual([
      'seaward_object',
      'seaward_file',
      'seaward_block',
      'seaward_row',
      'id',
    ]);
    expect(definition.plan.identity.columns).toEqual([2, 3, 4, 5]);
  });
});

it('checks get names of the target', () => {
  const checks = ['CK_A', 'N'.repeat(100)].map((name) => ({
    name,
    condition: 'ID > 0',
    generatedName: false,
    enabled: true,
  }));
  const names = define({ checks }).table.checks.map(({ name }) => name);
  expect(names[0]).toBe('ck_a');
  expect(names[1]).toMatch(/^n+_[0-9a-z]+$/);
  expect(names[1]?.length).toBeLessThanOrEqual(64);
});

it('comments that are too long are cut and stated', () => {
  const planned = plan({ comment: 'x'.repeat(2_000) });
  expect(planned.definition?.table.comment).toHaveLength(1_024);
  expect(planned.conversions[0]).toContain('1024 of its 2000');
});

it('the same source gives the same plan', () => {
  expect(plan({ primaryKey: null }, { server: mariadb })).toEqual(plan({ primaryKey: null }, { server: mariadb }));
});
