import { oracleErrorAt } from '../../oracle-error.ts';
import { compileExpression } from '../expressions/compile.ts';
import type { TableFunction } from '../syntax/ast-query.ts';
import type { Expression } from '../syntax/ast.ts';
import type { SqlType } from '../values/value.ts';
import type { BlockScope } from './block-scope.ts';
import { planLeaf } from './from-leaf.ts';
import type { Leaf } from './from-leaf.ts';
import { newContext, nextOf } from './select-block.ts';

/** Collection types of SYS with one COLUMN_VALUE per element. */
const COLLECTIONS = new Map<string, SqlType>([
  ['ODCIVARCHAR2LIST', { kind: 'varchar2', length: 4000, unit: 'byte' }],
  ['ODCINUMBERLIST', { kind: 'number', precision: null, scale: null }],
  ['ODCIDATELIST', { kind: 'date' }],
]);

/** `TABLE(sys.odcivarchar2list('a', 'b'))`; other collections and pipelined functions do not exist here: ORA-00904. */
export function compileTableFunction(node: TableFunction, scope: BlockScope): Leaf {
  const call: Expression = node.expression;
  const name = call.kind === 'call' ? (call.path.at(-1)?.text ?? '') : '';
  const type = COLLECTIONS.get(name);
  if (call.kind !== 'call' || type === undefined) throw oracleErrorAt(call.offset, 904, `"${name}"`);
  const elements = call.args.map((argument) => compileExpression(argument.value, scope));
  return planLeaf(
    {
      columns: [{ name: 'COLUMN_VALUE', type, nullable: true }],
      correlated: false,
      open: (outer) => {
        const context = newContext(scope, outer);
        return nextOf(elements.map((element) => [element.evaluate(context)]));
      },
    },
    node.alias?.text ?? '',
    scope,
    false,
  );
}
