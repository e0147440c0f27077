import { oracleError } from '../../../oracle-error.ts';
import type { CallArgument } from '../../syntax/ast.ts';
import type { Declaration } from '../../syntax/ast-plsql.ts';
import type { SqlValue } from '../../values/value.ts';
import { assignTo } from './assign-variable.ts';
import { cellType } from './declare.ts';
import { runBody, targetCell } from './interpreter.ts';
import { PlsqlScope } from './plsql-scope.ts';
import { Cell, assignCell } from './plsql-value.ts';

type Subprogram = Extract<Declaration, { kind: 'subprogram' }>;

/** A procedure (or function called for its effects) that the block declares. */
export async function callSubprogram(
  subprogram: Subprogram,
  args: readonly CallArgument[],
  scope: PlsqlScope,
): Promise<SqlValue> {
  if (subprogram.block === null) throw oracleError(6550, 1, 1);
  const inner = new PlsqlScope(scope.run, scope);
  const out: { readonly from: Cell; readonly to: Cell }[] = [];
  subprogram.parameters.forEach((parameter, at) => {
    const cell = new Cell(cellType(parameter.type, scope));
    const given =
      args.find((argument) => argument.name?.text === parameter.name.text) ??
      (args[at]?.name === null ? args[at] : undefined);
    const value = given?.value ?? parameter.default;
    if (parameter.mode !== 'out' && value !== null) assignTo(cell, value, scope);
    if (parameter.mode !== 'in' && given !== undefined) out.push({ from: cell, to: targetCell(given.value, scope) });
    inner.cells.set(parameter.name.text, cell);
  });
  const flow = await runBody(subprogram.block, inner);
  for (const { from, to } of out) assignCell(to, from.value);
  return flow.kind === 'return' ? flow.value : null;
}
