/** Compiles an expression to a closure over the current row. */
import { OracleError, oracleErrorAt } from '../../oracle-error.ts';
import type { CaseExpression, ColumnReference, Expression, FunctionCall, ScalarSubquery } from '../syntax/ast.ts';
import type { SqlValue } from '../values/value.ts';
import { compileBinary, compileNegation } from './compile-arithmetic.ts';
import { compileCast } from './compile-cast.ts';
import { comparable, compileCondition } from './compile-condition.ts';
import { compileAtTimeZone, compileExtract, compileIntervalQualified } from './compile-temporal.ts';
import { compileTrim } from './compile-trim.ts';
import { constantOf } from './compiled.ts';
import { isAggregateCall } from './aggregate-names.ts';
import { compileFunction, compileNiladic } from './functions.ts';
import type { CompiledExpression, EvaluationContext, Scope } from './scope.ts';
import { unify } from './unify.ts';
import { convertTo } from './convert.ts';
import { familyOf } from './type-family.ts';

/**
 * The value of `node` for the rows of `scope`. A condition has type boolean and yields true, false or null (unknown).
 * Raises ORA-00904 for an unknown name (with its offset), ORA-00932 for types that do not go together, ORA-00909 for a wrong
 * number of arguments.
 */
export function compileExpression(node: Expression, scope: Scope): CompiledExpression {
  const replaced = scope.substitute(node);
  if (replaced !== null) return replaced;
  try {
    return compileNode(node, scope);
  } catch (error) {
    // Errors raised without a place get the place of the innermost node that was being compiled.
    if (error instanceof OracleError && error.offset === 0 && node.offset > 0) {
      throw new OracleError(error.code, error.message, node.offset);
    }
    throw error;
  }
}

function compileNode(node: Expression, scope: Scope): CompiledExpression {
  switch (node.kind) {
    case 'literal':
      return constantOf(node.value, node.type);
    case 'bind':
      return scope.resolveBind(node);
    case 'column':
      return compileColumn(node, scope);
    case 'call':
      return compileCall(node, scope);
    case 'unary':
      return compileUnary(node, scope);
    case 'binary':
      return compileBinary(
        node.operator,
        compileExpression(node.left, scope),
        compileExpression(node.right, scope),
        node.offset,
        scope,
      );
    case 'case':
      return compileCase(node, scope);
    case 'cast':
      return compileCast(node, compileExpression(node.operand, scope), scope, compileExpression);
    case 'extract':
      return compileExtract(node, compileExpression(node.operand, scope));
    case 'trim':
      return compileTrim(node, scope, compileExpression);
    case 'at-time-zone':
      return compileAtTimeZone(node, scope, compileExpression);
    case 'interval-qualified':
      return compileIntervalQualified(node, compileExpression(node.operand, scope));
    case 'subquery':
      return compileScalarSubquery(node, scope);
    case 'list':
      throw oracleErrorAt(node.offset, 907);
    default:
      return compileCondition(node, scope, compileExpression);
  }
}

function compileColumn(node: ColumnReference, scope: Scope): CompiledExpression {
  const found = scope.resolveColumn(node) ?? compileNiladic(node, scope);
  if (found !== null) return found;
  throw oracleErrorAt(node.offset, 904, node.path.map((name) => `"${name.text}"`).join('.'));
}

function compileCall(node: FunctionCall, scope: Scope): CompiledExpression {
  if (isAggregateCall(node)) return scope.resolveAggregate(node);
  const found = compileFunction(node, scope, compileExpression) ?? scope.resolveFunction(node);
  if (found !== null) return found;
  throw oracleErrorAt(node.offset, 904, node.path.map((name) => `"${name.text}"`).join('.'));
}

function compileUnary(node: Extract<Expression, { kind: 'unary' }>, scope: Scope): CompiledExpression {
  if (node.operator === 'prior' || node.operator === 'connect_by_root') throw oracleErrorAt(node.offset, 1788);
  const operand = compileExpression(node.operand, scope);
  return node.operator === '-' ? compileNegation(operand, node.offset) : operand;
}

function compileCase(node: CaseExpression, scope: Scope): CompiledExpression {
  const conditions = node.branches.map(({ when }) => caseCondition(node, when, scope));
  const otherwise = node.otherwise === null ? nullConstant() : compileExpression(node.otherwise, scope);
  const results = [...node.branches.map(({ result }) => compileExpression(result, scope)), otherwise];
  const { type, operands } = unify(results, node.offset);
  const evaluators = operands.map((operand) => operand.evaluate);
  return {
    type,
    nullable: operands.some((operand) => operand.nullable),
    constant: false,
    evaluate: (context) => {
      for (let index = 0; index < conditions.length; index += 1) {
        if (conditions[index]?.(context) === true) return evaluators[index]?.(context) ?? null;
      }
      return evaluators[conditions.length]?.(context) ?? null;
    },
  };
}

function nullConstant(): CompiledExpression {
  return constantOf(null, { kind: 'varchar2', length: 0, unit: 'byte' });
}

function caseCondition(node: CaseExpression, when: Expression, scope: Scope): (context: EvaluationContext) => SqlValue {
  if (node.operand === null) {
    const condition = compileExpression(when, scope);
    if (familyOf(condition.type) !== 'boolean') throw oracleErrorAt(when.offset, 920);
    return condition.evaluate;
  }
  const pair = comparable(compileExpression(node.operand, scope), compileExpression(when, scope), when.offset, scope);
  return (context) => {
    const a = pair.left(context);
    if (a === null) return false;
    const b = pair.right(context);
    return b !== null && pair.compare(a, b) === 0;
  };
}

/** No row is NULL, two rows are ORA-01427. */
function compileScalarSubquery(node: ScalarSubquery, scope: Scope): CompiledExpression {
  const subquery = scope.compileSubquery(node.query);
  const [column] = subquery.columns;
  if (column === undefined || subquery.columns.length !== 1) throw oracleErrorAt(node.offset, 913);
  return {
    type: column.type,
    nullable: true,
    constant: false,
    evaluate: (context) => {
      let found: SqlValue = null;
      let count = 0;
      for (const [value = null] of subquery.rows(context)) {
        count += 1;
        if (count > 1) throw oracleErrorAt(node.offset, 1427);
        found = value;
      }
      return found;
    },
  };
}

/** A condition that decides about a row: WHERE, ON, HAVING, CHECK. ORA-00920 for a value that is no condition. */
export function compilePredicate(node: Expression, scope: Scope): (context: EvaluationContext) => SqlValue {
  const condition = compileExpression(node, scope);
  if (familyOf(condition.type) !== 'boolean') throw oracleErrorAt(node.offset, 920);
  return condition.evaluate;
}

/** A value converted to NUMBER, for ROWNUM limits, OFFSET and FETCH. */
export function compileNumber(node: Expression, scope: Scope): CompiledExpression {
  return convertTo(compileExpression(node, scope), 'number', node.offset);
}
