import { oracleErrorAt } from '../../oracle-error.ts';
import type { Scope } from '../expressions/scope.ts';
import type { CommonTable, FromItem, QueryBody } from '../syntax/ast-query.ts';
import type { SqlValue } from '../values/value.ts';
import { nameColumns } from './common-table.ts';
import type { CommonTableEntry } from './common-table.ts';
import { compileQueryBody } from './query.ts';
import type { QueryPlan } from './query-plan.ts';
import { nextOf } from './select-block.ts';
import type { Parsing } from './statement-state.ts';
import { rowKey } from './value-key.ts';

/** `WITH r (n) AS (anchor UNION ALL SELECT ... FROM r)`: level by level until no rows come; null when it is not recursive. */
export function recursivePlan(definition: CommonTable, parsing: Parsing, outer: Scope | null): QueryPlan | null {
  const { body } = definition.query;
  if (body.kind !== 'set' || body.operator !== 'union-all' || !mentions(body.right, definition.name.text)) return null;
  if (definition.columns.length === 0) throw oracleErrorAt(definition.offset, 32039);
  const anchor = nameColumns(compileQueryBody(body.left, parsing, outer), definition);
  let working: readonly (readonly SqlValue[])[] = [];
  const self: CommonTableEntry = {
    definition,
    plan: () => ({ columns: anchor.columns, correlated: false, open: () => nextOf(working) }),
  };
  const step = compileQueryBody(body.right, { ...parsing, commonTables: [...parsing.commonTables, self] }, outer);
  return {
    columns: anchor.columns,
    correlated: anchor.correlated || step.correlated,
    open(outerRow) {
      const rows: (readonly SqlValue[])[] = [];
      const seen = new Set<string>();
      let next = anchor.open(outerRow);
      for (;;) {
        const level: (readonly SqlValue[])[] = [];
        for (let row = next(); row !== null; row = next()) {
          const key = rowKey(row);
          if (seen.has(key)) throw oracleErrorAt(definition.offset, 32044);
          level.push(row);
        }
        for (const row of level) seen.add(rowKey(row));
        if (level.length === 0) return nextOf(rows);
        rows.push(...level);
        working = level;
        next = step.open(outerRow);
      }
    },
  };
}

function mentions(body: QueryBody, name: string): boolean {
  if (body.kind === 'set') return mentions(body.left, name) || mentions(body.right, name);
  if (body.kind === 'query') return mentions(body.body, name);
  return body.from.some((item) => itemMentions(item, name));
}

function itemMentions(item: FromItem, name: string): boolean {
  if (item.kind === 'join') return itemMentions(item.left, name) || itemMentions(item.right, name);
  if (item.kind === 'table') return item.name.schema === null && item.name.name.text === name;
  return item.kind === 'inline-view' && mentions(item.query.body, name);
}
