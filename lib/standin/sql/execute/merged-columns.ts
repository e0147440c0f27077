import { oracleErrorAt } from '../../oracle-error.ts';
import type { Join } from '../syntax/ast-query.ts';
import type { Expression, Name } from '../syntax/ast.ts';
import type { BlockScope } from './block-scope.ts';
import type { Source } from './row-source.ts';

/**
 * The conditions of NATURAL and USING. An unqualified name of a merged column means the left one (for a right join the right one),
 * which is never NULL where the other is not; full outer joins are refused by the caller's choice of COALESCE instead.
 */
export function mergedColumns(
  node: Join,
  left: ReadonlySet<Source>,
  right: ReadonlySet<Source>,
  scope: BlockScope,
): readonly Expression[] {
  const names = node.natural ? sharedNames(left, right) : node.using.map((name) => name.text);
  if (names.length > 0 && node.type === 'full') throw oracleErrorAt(node.offset, 3001);
  return names.map((name) => {
    const a = sourceWith(left, name);
    const b = sourceWith(right, name);
    if (a === null || b === null) {
      throw oracleErrorAt(node.using.find((used) => used.text === name)?.offset ?? node.offset, 904, `"${name}"`);
    }
    const hidden = node.type === 'right' ? a : b;
    hidden.merged.add(name);
    scope.mergedAway.push({ source: hidden, name });
    const offset = node.offset;
    return {
      kind: 'comparison',
      operator: '=',
      quantifier: null,
      left: columnOf(a, name, offset),
      right: columnOf(b, name, offset),
      offset,
    };
  });
}

function sharedNames(left: ReadonlySet<Source>, right: ReadonlySet<Source>): readonly string[] {
  const names: string[] = [];
  for (const source of left) {
    for (const column of source.columns) {
      if (!column.hidden && sourceWith(right, column.name) !== null && !names.includes(column.name))
        names.push(column.name);
    }
  }
  return names;
}

function sourceWith(sources: ReadonlySet<Source>, name: string): Source | null {
  for (const source of sources) if (source.find(name) !== undefined && !source.merged.has(name)) return source;
  return null;
}

function columnOf(source: Source, name: string, offset: number): Expression {
  const path: Name[] = [
    { text: source.alias, quoted: true, offset },
    { text: name, quoted: true, offset },
  ];
  return { kind: 'column', path, outerJoin: false, offset };
}
