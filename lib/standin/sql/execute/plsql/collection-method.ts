import type { CompiledExpression } from '../../expressions/scope.ts';
import type { FunctionCall } from '../../syntax/ast.ts';
import { numberFromInteger } from '../../values/number.ts';
import type { SqlType, SqlValue } from '../../values/value.ts';
import type { PlsqlScope } from './plsql-scope.ts';
import { isCollection, keyOf, keyValue, sortedKeys } from './plsql-value.ts';
import type { Cell } from './plsql-value.ts';

const NUMBER: SqlType = { kind: 'number', precision: null, scale: null };
const TEXT: SqlType = { kind: 'varchar2', length: 4000, unit: 'byte' };

function keyType(cell: Cell): SqlType {
  return cell.type.kind === 'collection' && cell.type.byText ? TEXT : NUMBER;
}

/** `t.COUNT`, `t.FIRST`, `t.LAST`. */
export function collectionMember(cell: Cell, member: string): CompiledExpression | null {
  if (member !== 'COUNT' && member !== 'FIRST' && member !== 'LAST') return null;
  return {
    type: member === 'COUNT' ? NUMBER : keyType(cell),
    nullable: member !== 'COUNT',
    constant: false,
    evaluate: () => {
      const { value } = cell;
      if (!isCollection(value)) return null;
      if (member === 'COUNT') return numberFromInteger(value.items.size);
      const keys = sortedKeys(value);
      return keyValue(member === 'FIRST' ? keys[0] : keys.at(-1));
    },
  };
}

/** `t.EXISTS(i)`, `t.NEXT(i)`, `t.PRIOR(i)`. */
export function collectionMethod(
  scope: PlsqlScope,
  node: FunctionCall,
  names: readonly string[],
): CompiledExpression | null {
  const member = names.at(-1);
  const cell = names.length < 2 ? undefined : scope.variable(names[0] ?? '');
  const [argument] = node.args;
  if (cell === undefined || argument === undefined || (member !== 'EXISTS' && member !== 'NEXT' && member !== 'PRIOR'))
    return null;
  return {
    type: member === 'EXISTS' ? { kind: 'boolean' } : keyType(cell),
    nullable: member !== 'EXISTS',
    constant: false,
    evaluate: (context): SqlValue => {
      const { value } = cell;
      if (!isCollection(value)) return null;
      const key = keyOf(value, scope.compiled(argument.value).evaluate(context));
      if (member === 'EXISTS') return value.items.has(key);
      const keys = sortedKeys(value);
      return keyValue(member === 'NEXT' ? keys.find((other) => other > key) : keys.findLast((other) => other < key));
    },
  };
}
