import { describe, expect, it } from 'vitest';
import {
  type ResolvedSelection,
  resolveSelection,
  type SelectableObject,
  selectedSchemas,
} from '../../../lib/engine/selection/resolve-selection.ts';

function listed(id: string, kind: SelectableObject['kind'] = 'table', variety = 'ordinary'): SelectableObject {
  const [schema = '', table = ''] = id.split('.');
  return { name: { schema, table }, kind, variety };
}

const ids = ({ selected }: ResolvedSelection): readonly string[] =>
  selected.map(({ kind, name }) => `${kind} ${name.schema}.${name.table}`);

describe('rules', () => {
  const objects = ['S.ORDERS', 'S.T_1', 'S.T_2', 'S.HISTORY_OLD', 'R.ORDERS'].map((id) => listed(id));

  it('give include minus exclude, in order of name, tables and views', () => {
    const result = resolveSelection({ rules: { include: ['S.*'], exclude: ['S.T_*', 'S.HISTORY_*'] } }, [
      listed('S.V', 'view'),
      ...objects,
    ]);
    expect(ids(result)).toEqual(['table S.ORDERS', 'view S.V']);
    expect(result.unknown).toEqual([]);
  });

  it('carry the target of a mapping, literally', () => {
    const result = resolveSelection(
      { rules: { include: ['S.ORDERS=shop.Bestellungen', 'S.T_?'], exclude: [] } },
      objects,
    );
    expect(result.selected.map(({ renameSchema, renameTable }) => [renameSchema, renameTable])).toEqual([
      ['shop', 'Bestellungen'],
      [null, null],
      [null, null],
    ]);
  });

  it('without wildcards that match nothing are unknown names', () => {
    const include = ['S.ORDERS', 'S.ORDRES', 'S.NOTHING_*'];
    expect(resolveSelection({ rules: { include, exclude: [] } }, objects).unknown).toEqual(['S.ORDRES']);
  });

  it('ask only for the schemas they include', () => {
    expect(selectedSchemas({ rules: { include: ['B.*', 'A.X', 'B.Y'], exclude: ['C.*'] } })).toEqual(['A', 'B']);
  });
});

describe('specified objects', () => {
  it('carry their settings and are literal', () => {
    const result = resolveSelection(
      {
        specified: [
          {
            schema: 'S',
            table: 'ORDERS',
            rename: { table: 'o' },
            columns: { exclude: ['NOTE'], rename: { ID: 'order_id' } },
          },
          { schema: 'S', view: 'V' },
          { schema: 'S', table: 'T*' },
        ],
      },
      [listed('S.ORDERS'), listed('S.V', 'view'), listed('S.TX')],
    );
    expect(result.selected).toEqual([
      {
        name: { schema: 'S', table: 'ORDERS' },
        kind: 'table',
        renameSchema: null,
        renameTable: 'o',
        excludedColumns: ['NOTE'],
        renamedColumns: { ID: 'order_id' },
      },
      {
        name: { schema: 'S', table: 'V' },
        kind: 'view',
        renameSchema: null,
        renameTable: null,
        excludedColumns: [],
        renamedColumns: {},
      },
    ]);
    expect(result.unknown).toEqual(['S.T*']);
  });

  it('of the other kind are unknown', () => {
    expect(resolveSelection({ specified: [{ schema: 'S', table: 'V' }] }, [listed('S.V', 'view')]).unknown).toEqual([
      'S.V',
    ]);
  });
});

describe('imported lists', () => {
  it('are separated by bars and take tables and views', () => {
    const selection = { import: { text: 'S.A | S.V |\nR.B|S.GONE |' } };
    const result = resolveSelection(selection, [listed('S.A'), listed('S.V', 'view'), listed('R.B'), listed('R.C')]);
    expect(ids(result)).toEqual(['table R.B', 'table S.A', 'view S.V']);
    expect(result.unknown).toEqual(['S.GONE']);
    expect(selectedSchemas(selection)).toEqual(['R', 'S']);
  });
});

it('temporary and other special tables are left out with counts', () => {
  const result = resolveSelection({ rules: { include: ['S.*'], exclude: [] } }, [
    listed('S.A'),
    listed('S.TMP1', 'table', 'temporary'),
    listed('S.TMP2', 'table', 'temporary'),
    listed('S.MV', 'table', 'materialized'),
  ]);
  expect(ids(result)).toEqual(['table S.A']);
  expect(result.leftOut.map(({ reason, count }) => [reason.split(' ')[0], count])).toEqual([
    ['temporary', 2],
    ['materialized', 1],
  ]);
});
