/** Conditions: three-valued logic, comparison, BETWEEN, IN, LIKE, IS NULL, EXISTS. */
import { oracleErrorAt } from '../../oracle-error.ts';
import type {
  BetweenCondition,
  Comparison,
  ComparisonOperator,
  Condition,
  Expression,
  LikeCondition,
} from '../syntax/ast.ts';
import { asBinary, asText } from '../values/narrow.ts';
import type { SqlValue } from '../values/value.ts';
import { comparatorOf, isPadded } from './comparison.ts';
import type { Comparator } from './comparison.ts';
import { compileIn } from './compile-in.ts';
import { convertTo } from './convert.ts';
import { compileLike } from './like-pattern.ts';
import type { CompiledExpression, EvaluationContext, Scope } from './scope.ts';
import { BOOLEAN, commonFamily, familyOf, typeName } from './type-family.ts';

export type Compile = (node: Expression, scope: Scope) => CompiledExpression;
type Truth = (context: EvaluationContext) => SqlValue;

export function compileCondition(node: Condition, scope: Scope, compile: Compile): CompiledExpression {
  return { type: BOOLEAN, nullable: true, constant: false, evaluate: truthOf(node, scope, compile) };
}

function truthOf(node: Condition, scope: Scope, compile: Compile): Truth {
  switch (node.kind) {
    case 'and':
      return conjunction(node.operands.map((operand) => compile(operand, scope).evaluate));
    case 'or':
      return disjunction(node.operands.map((operand) => compile(operand, scope).evaluate));
    case 'not': {
      const { evaluate } = compile(node.operand, scope);
      return (context) => negated(evaluate(context));
    }
    case 'comparison':
      return comparison(node, scope, compile);
    case 'between':
      return between(node, scope, compile);
    case 'in':
      return compileIn(node, scope, compile);
    case 'like':
      return like(node, scope, compile);
    case 'is-null':
      return isNull(node.operand, node.negated, scope, compile);
    case 'is-nan':
    case 'is-infinite':
      return floating(node.operand, node.kind === 'is-nan', node.negated, scope, compile);
    case 'exists': {
      const subquery = scope.compileSubquery(node.query);
      return (context) => {
        for (const _row of subquery.rows(context)) return true;
        return false;
      };
    }
    case 'is-json':
      return isJson(node.operand, node.negated, scope, compile);
  }
}

function conjunction(operands: readonly Truth[]): Truth {
  return (context) => {
    let unknown = false;
    for (const operand of operands) {
      const truth = operand(context);
      if (truth === false) return false;
      if (truth === null) unknown = true;
    }
    return unknown ? null : true;
  };
}

function disjunction(operands: readonly Truth[]): Truth {
  return (context) => {
    let unknown = false;
    for (const operand of operands) {
      const truth = operand(context);
      if (truth === true) return true;
      if (truth === null) unknown = true;
    }
    return unknown ? null : false;
  };
}

export function negated(truth: SqlValue): boolean | null {
  return truth === null ? null : truth !== true;
}

const OUTCOMES: Readonly<Record<ComparisonOperator, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

// ---------------------------------------------------------------- comparison

function comparison(node: Comparison, scope: Scope, compile: Compile): Truth {
  if (node.quantifier !== null) return quantified(node, node.quantifier, scope, compile);
  if (node.left.kind === 'list') return rowComparison(node, scope, compile);
  const pair = comparable(compile(node.left, scope), compile(node.right, scope), node.offset, scope);
  const outcome = OUTCOMES[node.operator];
  const { left, right, compare } = pair;
  return (context) => {
    const a = left(context);
    if (a === null) return null;
    const b = right(context);
    return b === null ? null : outcome(compare(a, b));
  };
}

export interface ComparablePair {
  readonly left: (context: EvaluationContext) => SqlValue;
  readonly right: (context: EvaluationContext) => SqlValue;
  readonly compare: Comparator;
  readonly padded: boolean;
}

/** Both sides converted to the type they are compared in. */
export function comparable(
  left: CompiledExpression,
  right: CompiledExpression,
  offset: number,
  scope: Scope,
): ComparablePair {
  const family = commonFamily(left, right, offset);
  if (family === 'clob' || family === 'blob' || family === 'object') {
    throw oracleErrorAt(offset, 932, '-', typeName(familyOf(left.type) === family ? left.type : right.type));
  }
  return {
    left: convertTo(left, family, offset).evaluate,
    right: convertTo(right, family, offset).evaluate,
    compare: comparatorOf(family, left.type, right.type, scope.charset),
    padded: family === 'text' && isPadded(left.type, right.type),
  };
}

/** `(a, b) = (c, d)`, `(a, b) = (SELECT ...)`: equality and inequality only. */
function rowComparison(node: Comparison, scope: Scope, compile: Compile): Truth {
  if (node.left.kind !== 'list' || (node.operator !== '=' && node.operator !== '<>'))
    throw oracleErrorAt(node.offset, 1796);
  const candidates = node.right.kind === 'subquery' ? node.right.query : [node.right];
  const single = node.right.kind === 'subquery';
  const inside = compileIn(
    { kind: 'in', negated: node.operator === '<>', operand: node.left, candidates, offset: node.offset },
    scope,
    compile,
    single,
  );
  return inside;
}

function quantified(node: Comparison, quantifier: 'any' | 'all', scope: Scope, compile: Compile): Truth {
  const isAny = quantifier === 'any';
  const operand = compile(node.left, scope);
  const outcome = OUTCOMES[node.operator];
  const decide = (results: Iterable<boolean | null>): boolean | null => {
    let unknown = false;
    for (const result of results) {
      if (result === isAny) return isAny;
      if (result === null) unknown = true;
    }
    return unknown ? null : !isAny;
  };
  if (node.right.kind === 'subquery') {
    const subquery = scope.compileSubquery(node.right.query);
    const [column] = subquery.columns;
    if (column === undefined || subquery.columns.length !== 1) throw oracleErrorAt(node.right.offset, 913);
    const cell: { current: SqlValue } = { current: null };
    const candidate: CompiledExpression = {
      type: column.type,
      nullable: true,
      constant: false,
      evaluate: () => cell.current,
    };
    const pair = comparable(operand, candidate, node.offset, scope);
    return (context) => {
      const results = function* (): Generator<boolean | null> {
        for (const [value = null] of subquery.rows(context)) {
          cell.current = value;
          yield compareOnce(pair, outcome, context);
        }
      };
      return decide(results());
    };
  }
  const items = node.right.kind === 'list' ? node.right.items : [node.right];
  const pairs = items.map((item) => comparable(operand, compile(item, scope), node.offset, scope));
  return (context) => decide(pairs.map((pair) => compareOnce(pair, outcome, context)));
}

function compareOnce(
  pair: ComparablePair,
  outcome: (order: number) => boolean,
  context: EvaluationContext,
): boolean | null {
  const a = pair.left(context);
  const b = pair.right(context);
  return a === null || b === null ? null : outcome(pair.compare(a, b));
}

function between(node: BetweenCondition, scope: Scope, compile: Compile): Truth {
  const operand = compile(node.operand, scope);
  const low = comparable(operand, compile(node.low, scope), node.offset, scope);
  const high = comparable(operand, compile(node.high, scope), node.offset, scope);
  const inside = conjunction([
    (context) => compareOnce(low, OUTCOMES['>='], context),
    (context) => compareOnce(high, OUTCOMES['<='], context),
  ]);
  return node.negated ? (context) => negated(inside(context)) : inside;
}

// ---------------------------------------------------------------- LIKE, IS ...

function like(node: LikeCondition, scope: Scope, compile: Compile): Truth {
  const operand = convertTo(compile(node.operand, scope), 'text', node.offset).evaluate;
  const pattern = convertTo(compile(node.pattern, scope), 'text', node.offset).evaluate;
  const escape = node.escape === null ? null : convertTo(compile(node.escape, scope), 'text', node.offset).evaluate;
  let lastPattern: string | null = null;
  let lastEscape: string | null = null;
  let matcher: (text: string) => boolean = () => false;
  return (context) => {
    const text = operand(context);
    const wanted = pattern(context);
    if (text === null || wanted === null) return null;
    const mark = escape === null ? null : escape(context);
    const markText = mark === null ? null : asText(mark);
    const wantedText = asText(wanted);
    if (wantedText !== lastPattern || markText !== lastEscape) {
      matcher = compileLike(wantedText, markText);
      lastPattern = wantedText;
      lastEscape = markText;
    }
    return matcher(asText(text)) !== node.negated;
  };
}

function isNull(operand: Expression, isNegated: boolean, scope: Scope, compile: Compile): Truth {
  const { evaluate } = compile(operand, scope);
  return (context) => (evaluate(context) === null) !== isNegated;
}

function floating(operand: Expression, nan: boolean, isNegated: boolean, scope: Scope, compile: Compile): Truth {
  const { evaluate } = convertTo(compile(operand, scope), 'binary-double', operand.offset);
  return (context) => {
    const value = evaluate(context);
    if (value === null) return null;
    const number = asBinary(value);
    return (nan ? Number.isNaN(number) : Math.abs(number) === Infinity) !== isNegated;
  };
}

function isJson(operand: Expression, isNegated: boolean, scope: Scope, compile: Compile): Truth {
  const { evaluate } = convertTo(compile(operand, scope), 'text', operand.offset);
  return (context) => {
    const value = evaluate(context);
    if (value === null) return null;
    let valid = true;
    try {
      JSON.parse(asText(value));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      valid = false;
    }
    return valid !== isNegated;
  };
}
