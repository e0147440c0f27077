/** Calls the surroundings compute over several rows. */
import type { FunctionCall } from '../syntax/ast.ts';

export const AGGREGATES: ReadonlySet<string> = new Set(
  (
    'COUNT SUM AVG MIN MAX LISTAGG STDDEV STDDEV_POP STDDEV_SAMP VARIANCE VAR_POP VAR_SAMP MEDIAN APPROX_COUNT_DISTINCT GROUPING ' +
    'GROUPING_ID GROUP_ID ANY_VALUE BIT_AND_AGG BIT_OR_AGG BIT_XOR_AGG CHECKSUM'
  ).split(' '),
);

export const ANALYTIC_ONLY: ReadonlySet<string> = new Set(
  'ROW_NUMBER RANK DENSE_RANK NTILE LAG LEAD FIRST_VALUE LAST_VALUE NTH_VALUE PERCENT_RANK CUME_DIST RATIO_TO_REPORT'.split(
    ' ',
  ),
);

/** An aggregate, or any call with OVER. */
export function isAggregateCall(node: FunctionCall): boolean {
  if (node.over !== null || node.star || node.withinGroup !== null || node.keep !== null) return true;
  const [only] = node.path;
  if (node.path.length !== 1 || only === undefined || only.quoted) return false;
  return AGGREGATES.has(only.text) || ANALYTIC_ONLY.has(only.text);
}
