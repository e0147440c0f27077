/** Statements that read nothing and fail exactly when the right to read is missing. */
import type { Scn } from '../../model/scn.ts';
import type { TableName } from '../../model/source-table.ts';
import { quoteTable } from './quoting.ts';
import type { Statement } from './statement.ts';

/** Views of the dictionary that a phase reads beyond those every user sees. */
export const probedViews = {
  V$DATABASE: 'SELECT d.CURRENT_SCN FROM V$DATABASE d WHERE 1 = 0',
  DBA_EXTENTS: 'SELECT e.BLOCKS FROM DBA_EXTENTS e WHERE 1 = 0',
} as const;
export type ProbedView = keyof typeof probedViews;

/** Fails with ORA-00942 without SELECT on the view. */
export function viewProbe(view: ProbedView): Statement {
  return { text: probedViews[view], binds: [] };
}

/** Fails with ORA-00942 without SELECT on the table, with ORA-01031 without FLASHBACK. */
export function tableProbe(table: TableName, scn: Scn): Statement {
  return { text: `SELECT 1 FROM ${quoteTable(table)} AS OF SCN :1 t WHERE 1 = 0`, binds: [scn] };
}
