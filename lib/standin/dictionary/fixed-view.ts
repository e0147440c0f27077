import type { Row } from './cell.ts';
import { defineView } from './view.ts';
import type { DictionaryContext, DictionaryView, RowFilter } from './view.ts';

/**
 * A dynamic performance view. SYS owns V_$X with the public synonym V$X, and GV_$X with GV$X, which has INST_ID first and
 * the rows of every instance.
 */
export interface FixedView {
  /** Without prefix: LOG. */
  readonly base: string;
  readonly columns: string;
  /** V$NLS_PARAMETERS and few others are readable by everyone. */
  readonly audience?: DictionaryView['audience'];
  /** Rows of one instance (from 1). Views of what all instances share give the same rows for each. */
  readonly rows: (context: DictionaryContext, instance: number, filter: RowFilter) => Iterable<Row>;
}

export function defineFixedView(view: FixedView, release: number): DictionaryView[] {
  const audience = view.audience ?? 'catalog';
  return [
    defineView(
      {
        name: `V_$${view.base}`,
        synonyms: [`V$${view.base}`],
        audience,
        columns: view.columns,
        comment: `Synonym for V_$${view.base}`,
        rows: (context, filter) => view.rows(context, 1, filter),
      },
      release,
    ),
    defineView(
      {
        name: `GV_$${view.base}`,
        synonyms: [`GV$${view.base}`],
        audience,
        columns: `INST_ID, ${view.columns}`,
        comment: `Synonym for GV_$${view.base}`,
        rows: (context, filter) => rowsOfInstances(view, context, filter),
      },
      release,
    ),
  ];
}

function* rowsOfInstances(view: FixedView, context: DictionaryContext, filter: RowFilter): Iterable<Row> {
  for (let instance = 1; instance <= context.persona.threads; instance += 1) {
    for (const row of view.rows(context, instance, filter)) yield { INST_ID: instance, ...row };
  }
}
