import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { namePattern } from '../../../lib/engine/selection/name-pattern.ts';
import {
  ObjectSelector,
  type SelectionResult,
  type VisibleObject,
} from '../../../lib/engine/selection/select-objects.ts';
import type { ObjectSelection } from '../../../lib/model/project.ts';

const visible = (id: string, kind: VisibleObject['kind'] = 'table', variety: VisibleObject['variety'] = 'ordinary') => {
  const [schema = '', table = ''] = id.split('.');
  return { name: { schema, table }, kind, variety };
};

function select(selection: ObjectSelection, objects: readonly VisibleObject[]): SelectionResult {
  const { selector, problems } = ObjectSelector.of(selection);
  if (selector === null) throw new Error(JSON.stringify(problems));
  for (const object of objects) selector.offer(object);
  return selector.finish();
}

const problemsOf = (selection: ObjectSelection): readonly string[] =>
  ObjectSelector.of(selection).problems.map(({ path, problem }) => `${path}: ${problem}`);

const ids = (result: SelectionResult): readonly string[] =>
  result.objects.map(({ kind, name }) => `${kind} ${name.schema}.${name.table}`);

/** A naive matcher by recursion, written from the rule text alone. */
function naiveMatch(pattern: string, name: string): boolean {
  if (pattern === '') return name === '';
  const [first = ''] = pattern;
  if (first === '*') return naiveMatch(pattern.slice(1), name) || (name !== '' && naiveMatch(pattern, name.slice(1)));
  if (name === '') return false;
  if (first === '?') return naiveMatch(pattern.slice(1), name.slice(1));
  if (first === '[') {
    const end = pattern.indexOf(']', 1);
    const body = pattern.slice(1, end);
    const negated = body.startsWith('!');
    const inSet = (negated ? body.slice(1) : body).includes(name.charAt(0));
    return inSet !== negated && naiveMatch(pattern.slice(end + 1), name.slice(1));
  }
  return first === name.charAt(0) && naiveMatch(pattern.slice(1), name.slice(1));
}

describe('patterns', () => {
  it.each([
    ['*', 'ANY', true],
    ['T_*', 'T_', true],
    ['T_*', 't_x', false],
    ['ORDER[0-9][0-9]', 'ORDER07', true],
    ['ORDER[0-9][0-9]', 'ORDER7', false],
    ['[!T]*', 'TX', false],
    ['[!T]*', 'XT', true],
    ['LOG_?', 'LOG_', false],
    ['A.B', 'AXB', false],
    ['A+B', 'A+B', true],
    ['MIX$ED', 'MIX$ED', true],
  ])('%s against %s is %s', (pattern, name, matches) => {
    expect(namePattern(pattern)(name)).toBe(matches);
  });

  it('agree with a naive matcher', () => {
    const part = fc.constantFrom('A', 'B', '_', '*', '?', '[AB]', '[!A]', '[!B_]');
    const pattern = fc.array(part, { maxLength: 5 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(pattern, fc.string({ unit: fc.constantFrom('A', 'B', '_', 'C'), maxLength: 6 }), (text, name) => {
        expect(namePattern(text)(name)).toBe(naiveMatch(text, name));
      }),
      { numRuns: 3_000 },
    );
  });

  it.each(['[AB', '[]', '[!]', '[z-a]'])('refuse %s', (pattern) => {
    expect(() => namePattern(pattern)).toThrow(RangeError);
  });
});

describe('rules', () => {
  const objects = ['S.ORDERS', 'S.T_1', 'S.T_2', 'S.HISTORY_OLD', 'R.ORDERS'].map((id) => visible(id));

  it('give include minus exclude, in order of name, tables and views', () => {
    const result = select({ rules: { include: ['S.*'], exclude: ['S.T_*', 'S.HISTORY_*'] } }, [
      ...objects,
      visible('S.V', 'view'),
    ]);
    expect(ids(result)).toEqual(['table S.ORDERS', 'view S.V']);
    expect(result.unknown).toEqual([]);
  });

  it('carry the target of a mapping', () => {
    const result = select({ rules: { include: ['S.ORDERS=shop.bestellungen', 'S.T_?'], exclude: [] } }, objects);
    expect(result.objects.map(({ renameSchema, renameTable }) => [renameSchema, renameTable])).toEqual([
      ['shop', 'bestellungen'],
      [null, null],
      [null, null],
    ]);
  });

  it('that match nothing are reported', () => {
    expect(select({ rules: { include: ['S.ORDERS', 'S.ORDRES'], exclude: [] } }, objects).unknown).toEqual([
      'S.ORDRES',
    ]);
  });

  it('have a literal schema, one dot and no blanks around', () => {
    const problems = problemsOf({
      rules: { include: ['S*.T', 'NODOT', ' S.T', 'S.T=x', 'S.[T', 'S.A=b.c=d.e', 'S.T=b.*'], exclude: ['.X'] },
    });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      ...[0, 1, 2, 3, 4, 5, 6].map((index) => `objects.rules.include[${index}]`),
      'objects.rules.exclude[0]',
    ]);
  });

  it('ask only for the schemas they name', () => {
    const { selector } = ObjectSelector.of({ rules: { include: ['B.*', 'A.X', 'B.Y'], exclude: ['C.*'] } });
    expect(selector?.schemas).toEqual(['A', 'B']);
  });
});

describe('specified objects', () => {
  it('carry their settings and are literal', () => {
    const result = select(
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
      [visible('S.ORDERS'), visible('S.V', 'view'), visible('S.TX')],
    );
    expect(result.objects).toEqual([
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
    expect(select({ specified: [{ schema: 'S', table: 'V' }] }, [visible('S.V', 'view')]).unknown).toEqual(['S.V']);
  });

  it('are refused when doubled, without a name, or with a row filter', () => {
    expect(
      problemsOf({
        specified: [
          { schema: 'S', table: 'A' },
          { schema: 'S', table: 'A' },
          { schema: 'S' },
          { schema: 'S', table: 'B', where: 'X = 1' },
        ],
      }),
    ).toEqual([
      'objects.specified[1]: S.A is named twice',
      'objects.specified[2]: an entry names one table or one view',
      'objects.specified[3].where: row filters are not built yet',
    ]);
  });
});

describe('imported lists', () => {
  it('are separated by bars and take tables and views', () => {
    const result = select({ import: { text: 'S.A | S.V |\nR.B|S.GONE |' } }, [
      visible('S.A'),
      visible('S.V', 'view'),
      visible('R.B'),
      visible('R.C'),
    ]);
    expect(ids(result)).toEqual(['table R.B', 'table S.A', 'view S.V']);
    expect(result.unknown).toEqual(['S.GONE']);
  });

  it('name every malformed name', () => {
    expect(problemsOf({ import: { text: 'S.A | B | S.C.D |' } })).toHaveLength(2);
    expect(problemsOf({ import: { text: ' | ' } })).toHaveLength(1);
  });
});

describe('left out', () => {
  it('are temporary and other special tables, with counts', () => {
    const result = select({ rules: { include: ['S.*'], exclude: [] } }, [
      visible('S.A'),
      visible('S.TMP1', 'table', 'temporary'),
      visible('S.TMP2', 'table', 'temporary'),
      visible('S.MV', 'table', 'materialized'),
    ]);
    expect(ids(result)).toEqual(['table S.A']);
    expect(result.leftOut).toEqual([
      { reason: 'temporary tables', count: 2, examples: ['S.TMP1', 'S.TMP2'] },
      { reason: 'materialized views', count: 1, examples: ['S.MV'] },
    ]);
  });
});

it('exactly one way of selecting is given', () => {
  expect(problemsOf({})).toEqual(['objects: 0 ways of selecting objects are given']);
  expect(problemsOf({ rules: { include: ['S.*'], exclude: [] }, specified: [{ schema: 'S', table: 'T' }] })).toEqual([
    'objects: 2 ways of selecting objects are given',
  ]);
});
