import type { Expression, FunctionCall } from '../syntax/ast.ts';

/** Direct operands of an expression; queries inside it are not entered. */
export function operandsOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'call':
      return [
        ...node.args.map((argument) => argument.value),
        ...(node.withinGroup ?? []).map((item) => item.expression),
        ...(node.keep?.orderBy ?? []).map((item) => item.expression),
        ...(node.over?.partitionBy ?? []),
        ...(node.over?.orderBy ?? []).map((item) => item.expression),
      ];
    case 'unary':
    case 'not':
    case 'extract':
    case 'interval-qualified':
    case 'is-null':
    case 'is-nan':
    case 'is-infinite':
    case 'is-json':
      return [node.operand];
    case 'binary':
    case 'comparison':
      return [node.left, node.right];
    case 'case':
      return present([
        node.operand,
        ...node.branches.flatMap((branch) => [branch.when, branch.result]),
        node.otherwise,
      ]);
    case 'cast':
      return present([node.operand, node.onError, node.format]);
    case 'trim':
      return present([node.characters, node.operand]);
    case 'at-time-zone':
      return present([node.operand, node.zone]);
    case 'list':
      return node.items;
    case 'and':
    case 'or':
      return node.operands;
    case 'between':
      return [node.operand, node.low, node.high];
    case 'in':
      return 'kind' in node.candidates ? [node.operand] : [node.operand, ...node.candidates];
    case 'like':
      return present([node.operand, node.pattern, node.escape]);
    case 'literal':
    case 'bind':
    case 'column':
    case 'subquery':
    case 'exists':
      return [];
    default:
      throw new Error('an expression without a kind');
  }
}

function present(nodes: readonly (Expression | null)[]): readonly Expression[] {
  return nodes.filter((node) => node !== null);
}

export function someNode(node: Expression, test: (node: Expression) => boolean): boolean {
  return test(node) || operandsOf(node).some((operand) => someNode(operand, test));
}

export function containsSubquery(node: Expression): boolean {
  return someNode(
    node,
    (part) => part.kind === 'subquery' || part.kind === 'exists' || (part.kind === 'in' && 'kind' in part.candidates),
  );
}

const AGGREGATES = new Set([
  'COUNT', 'SUM', 'AVG', 'MIN', 'MAX', 'STDDEV', 'STDDEV_POP', 'STDDEV_SAMP', 'VARIANCE', 'VAR_POP', 'VAR_SAMP', 'MEDIAN', 'LISTAGG',
  'COLLECT', 'XMLAGG', 'CORR', 'COVAR_POP', 'COVAR_SAMP', 'GROUPING', 'GROUPING_ID', 'APPROX_COUNT_DISTINCT', 'STATS_MODE', 'ANY_VALUE',
  'PERCENTILE_CONT', 'PERCENTILE_DISC', 'BIT_AND_AGG', 'BIT_OR_AGG', 'CHECKSUM',
]); // prettier-ignore

/** A call that makes its block a grouped one. */
export function isAggregateCall(node: FunctionCall): boolean {
  const [name] = node.path;
  if (node.path.length !== 1 || name === undefined || node.over !== null) return false;
  return AGGREGATES.has(name.text) || (node.withinGroup !== null && name.text !== 'LISTAGG');
}

export function containsAggregate(node: Expression): boolean {
  return someNode(node, (part) => part.kind === 'call' && isAggregateCall(part));
}

export function containsAnalytic(node: Expression): boolean {
  return someNode(node, (part) => part.kind === 'call' && part.over !== null);
}
