import { describe, expect, it } from 'vitest';
import { planViews, tableAsSource, viewLevels } from '../../../lib/engine/schema/plan-view.ts';
import { targetClashes } from '../../../lib/engine/schema/target-clashes.ts';
import type { SourceView } from '../../../lib/model/source-table.ts';
import { column, define, mariadb, number, plan, request, required, selected, varchar } from './planning.ts';

const orders = tableAsSource(
  define({
    columns: [
      required('ID', number(10, 0)),
      column('STATUS', varchar(10)),
      column('CUSTOMER', number(10, 0)),
      column('FLAG', { kind: 'char', length: 3, unit: 'byte', bytes: 3 }),
    ],
  }),
);
const customers = tableAsSource(
  define({
    name: { schema: 'SHOP', table: 'CUSTOMERS' },
    columns: [required('ID', number(10, 0)), column('NAME', varchar(50))],
  }),
);

const view = (name: string, columns: readonly string[], text: string, ...dependsOn: string[]): SourceView => ({
  name: { schema: 'SHOP', table: name },
  text,
  columns,
  comment: null,
  dependsOn: dependsOn.map((table) => ({ schema: 'SHOP', table })),
});

function planned(...views: readonly SourceView[]) {
  return planViews(
    views.map((one) => ({ view: one, selected: selected({ name: one.name, kind: 'view' }) })),
    request({}).settings,
    mariadb,
    ({ schema, table }) =>
      schema !== 'SHOP' ? null : table === 'ORDERS' ? orders : table === 'CUSTOMERS' ? customers : null,
  );
}

const selectOf = (columns: readonly string[], text: string): string => {
  const [one] = planned(view('V', columns, text));
  return one?.definition?.select ?? `refused: ${one?.faults[0]?.cause ?? ''}`;
};

describe('views', () => {
  it('over one table are translated with its names', () => {
    expect(selectOf(['ID', 'S'], 'SELECT "ID", status AS s FROM orders WHERE id > 5 WITH READ ONLY')).toBe(
      'SELECT `t1`.`id`, `t1`.`status` FROM `shop`.`orders` `t1` WHERE `t1`.`id` > 5',
    );
  });

  it('over joins are translated', () => {
    expect(
      selectOf(
        ['ID', 'NAME'],
        'select o.id, c.name from SHOP.ORDERS o left outer join customers c on c.id = o.customer',
      ),
    ).toBe(
      'SELECT `t1`.`id`, `t2`.`name` FROM `shop`.`orders` `t1` LEFT JOIN `shop`.`customers` `t2` ON `t2`.`id` = `t1`.`customer`',
    );
    expect(selectOf(['ID'], 'SELECT o.id FROM orders o, customers c WHERE o.customer = c.id')).toBe(
      'SELECT `t1`.`id` FROM `shop`.`orders` `t1` CROSS JOIN `shop`.`customers` `t2` WHERE `t1`.`customer` = `t2`.`id`',
    );
  });

  it('compare texts exactly, as the source does', () => {
    expect(selectOf(['ID'], "SELECT id FROM orders WHERE status IN ('A', 'B') AND flag = 'Y'")).toBe(
      "SELECT `t1`.`id` FROM `shop`.`orders` `t1` WHERE ((`t1`.`status` LIKE 'A' OR `t1`.`status` LIKE 'B') AND `t1`.`flag` = 'Y')",
    );
    expect(selectOf(['ID'], "SELECT id FROM orders WHERE status <> 'A'")).toContain("`status` NOT LIKE 'A'");
  });

  it.each([
    'SELECT * FROM orders',
    'SELECT DISTINCT id FROM orders',
    'SELECT id FROM orders ORDER BY id',
    'SELECT id FROM orders GROUP BY id',
    'SELECT id FROM orders UNION ALL SELECT id FROM customers',
    'SELECT NVL(id, 0) FROM orders',
    'SELECT id + 1 FROM orders',
    'SELECT id FROM orders o, customers c',
    'SELECT o.id FROM orders o, customers c WHERE o.customer = c.id (+)',
    "SELECT id FROM orders WHERE status > 'A'",
    "SELECT id FROM orders WHERE status = 'A%'",
    'SELECT o.id FROM orders o, customers c WHERE o.status = c.name',
    'SELECT o.id FROM orders o, customers c WHERE o.flag = c.name',
    'SELECT id FROM orders WHERE id * 2 > 4',
    'SELECT id FROM orders WHERE rownum < 5',
    'SELECT id FROM hr.orders',
    'SELECT id FROM unknown_table',
    'SELECT id FROM orders WHERE id IN (SELECT id FROM customers)',
    'SELECT id FROM (SELECT id FROM orders)',
    'SELECT id FROM orders WITH CHECK OPTION',
    'SELECT id FROM orders NATURAL JOIN customers',
    'WITH x AS (SELECT 1 FROM dual) SELECT id FROM x',
    'SELECT id, id FROM orders',
  ])('%s is refused with a reason', (text) => {
    expect(selectOf(['ID'], text)).toMatch(/^refused: the SELECT of the view has no proved translation: ./);
  });

  it('over views come after them and see their columns', () => {
    const views = planned(
      view('V2', ['X'], 'SELECT k FROM v1 WHERE k > 1', 'V1'),
      view('V1', ['K'], 'SELECT id FROM orders', 'ORDERS'),
    );
    expect(views.map(({ objectId, level }) => [objectId, level])).toEqual([
      ['VIEW SHOP.V1', 1],
      ['VIEW SHOP.V2', 2],
    ]);
    expect(views[1]?.definition).toEqual({
      columns: ['x'],
      select: 'SELECT `t1`.`k` FROM `shop`.`v1` `t1` WHERE `t1`.`k` > 1',
    });
    expect(viewLevels([view('A', [], '', 'B'), view('B', [], '', 'A')]).size).toBe(2);
  });
});

describe('objects with one name on the target', () => {
  const settings = { schemas: { A: 'one', B: 'one' }, identifierCase: 'lower' as const };
  const object = (schema: string, table: string) => selected({ name: { schema, table } });

  it('are refused, all of them, unless the server tells their names apart', () => {
    const objects = [object('A', 'T'), object('B', 'T'), object('A', 'U')];
    expect([...targetClashes(objects, settings, mariadb).keys()]).toEqual(['A.T', 'B.T']);
    const mixed = [object('A', 'Name'), object('A', 'NAME')];
    const asSource = { ...settings, identifierCase: 'source' as const };
    expect(targetClashes(mixed, asSource, mariadb).size).toBe(2);
    expect(targetClashes(mixed, asSource, { lowerCaseTableNames: 0 }).size).toBe(0);
  });

  it('make the plan of a table a refusal', () => {
    const clash = targetClashes([object('A', 'T'), object('B', 'T')], settings, mariadb).get('A.T') ?? null;
    expect(plan({}, { clash }).faults.map(({ code }) => code)).toEqual(['NAME_REFUSED']);
  });
});
