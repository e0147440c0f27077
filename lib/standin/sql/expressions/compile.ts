/** Compiles an expression to a closure over the current row. */
import { oracleErrorAt } from '../../oracle-error.ts';
import type { Expression } from '../syntax/ast.ts';
import type { CompiledExpression, Scope } from './scope.ts';

/**
 * The value of `node` for the rows of `scope`. A condition has type boolean and yields true, false or null (unknown).
 * Raises ORA-00904 for an unknown name (with its offset), ORA-00932 for types that do not go together, ORA-00909 for a wrong
 * number of arguments.
 */
export function compileExpression(node: Expression, scope: Scope): CompiledExpression {
  const replaced = scope.substitute(node);
  if (replaced !== null) return replaced;
  throw oracleErrorAt(node.offset, 3001);
}
