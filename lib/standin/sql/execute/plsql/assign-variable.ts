import { OracleError, oracleError, plsqlError } from '../../../oracle-error.ts';
import { fitColumn } from '../../expressions/assign.ts';
import { convertTo } from '../../expressions/convert.ts';
import { familyOf } from '../../expressions/type-family.ts';
import type { Expression } from '../../syntax/ast.ts';
import type { SqlType, SqlValue } from '../../values/value.ts';
import { slotExpression } from '../block-scope.ts';
import type { PlsqlScope } from './plsql-scope.ts';
import { Cell, assignCell } from './plsql-value.ts';

/** `variable := expression`: converted to the variable's type. ORA-06502 when it does not fit. */
export function assignTo(cell: Cell, node: Expression, scope: PlsqlScope): void {
  if (cell.type.kind !== 'sql') {
    // `t := type_name(...)` makes a collection of the arguments.
    const named = node.kind === 'call' && scope.cellOf(node) === null ? node : null;
    if (named !== null && cell.type.kind === 'collection') {
      construct(
        cell,
        named.args.map((argument) => argument.value),
        scope,
      );
      return;
    }
    assignCell(cell, scope.evaluateAny(node));
    return;
  }
  const compiled = scope.compiled(node);
  store(cell, compiled.evaluate(scope.run.context), compiled.type, scope);
}

function construct(cell: Cell, elements: readonly Expression[], scope: PlsqlScope): void {
  const { value } = cell;
  if (typeof value !== 'object' || value === null || !('items' in value)) throw oracleError(6502, '');
  value.items.clear();
  elements.forEach((element, at) => {
    const item = new Cell(value.element);
    assignTo(item, element, scope);
    value.items.set(at + 1, item);
  });
}

/** A value of some type into a variable. */
export function store(cell: Cell, value: SqlValue, from: SqlType, scope: PlsqlScope): void {
  if (cell.constant) {
    throw plsqlError({ line: 1, column: 1 }, 363, '');
  }
  if (cell.type.kind !== 'sql') {
    assignCell(cell, value);
    return;
  }
  const { type } = cell.type;
  try {
    const convert =
      familyOf(from) === familyOf(type) ? null : convertTo(slotExpression(0, from, true), familyOf(type), 0);
    const converted =
      convert === null || value === null ? value : convert.evaluate({ ...scope.run.context, slots: [value] });
    cell.value = converted === null ? null : fitColumn(type, '', scope.charset)(converted);
  } catch (error) {
    throw valueError(error);
  }
}

/** What does not fit or convert is VALUE_ERROR in PL/SQL. */
function valueError(error: unknown): unknown {
  if (!(error instanceof OracleError)) return error;
  if (error.code === 12899) return oracleError(6502, ': character string buffer too small');
  if (error.code === 1438) return oracleError(6502, ': number precision too large');
  if (error.code === 1722) return oracleError(6502, ': character to number conversion error');
  return error;
}
