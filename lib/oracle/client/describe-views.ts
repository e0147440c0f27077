import type { SourceView } from '../../model/source-table.ts';
import * as dictionary from '../sql/dictionary-tables.ts';
import { groupBy, text, textOrNull } from './dictionary-cells.ts';
import type { OracleSession } from './oracle-session.ts';

/** Describes the views of a schema that exist and are visible; the others are left out. */
export async function describeViews(
  session: OracleSession,
  schema: string,
  names: readonly string[],
  signal: AbortSignal,
): Promise<readonly SourceView[]> {
  const views = await session.rows(dictionary.viewRows(schema, names), signal);
  if (views.length === 0) return [];
  const found = views.map((row) => text(row, 0));
  const columns = groupBy(await session.rows(dictionary.viewColumnRows(schema, found), signal), 0);
  const comments = groupBy(await session.rows(dictionary.tableCommentRows(schema, found), signal), 0);
  const dependencies = groupBy(await session.rows(dictionary.viewDependencyRows(schema, found), signal), 0);
  return views.map((row) => {
    const name = text(row, 0);
    const comment = comments.get(name)?.[0];
    return {
      name: { schema, table: name },
      text: textOrNull(row, 1) ?? '',
      columns: (columns.get(name) ?? []).map((column) => text(column, 1)),
      comment: comment === undefined ? null : textOrNull(comment, 1),
      dependsOn: (dependencies.get(name) ?? []).map((on) => ({ schema: text(on, 1), table: text(on, 2) })),
    };
  });
}
