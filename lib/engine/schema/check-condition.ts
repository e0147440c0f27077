/** Check constraints of a table: translated, or left out with the reason. The rows were checked by the source. */
import type { SourceCheck } from '../../model/source-table.ts';
import { type CheckedColumn, ConditionParser } from './condition-parser.ts';
import { TokenReader, sqlTokens } from './sql-tokens.ts';

export interface TranslatedChecks {
  readonly checks: { name: string | null; expression: string }[];
  readonly conversions: readonly string[];
}

/** Translates the checks of a table. `columns` are the migrated ones by source name. */
export function translateChecks(
  checks: readonly SourceCheck[],
  columns: ReadonlyMap<string, CheckedColumn>,
): TranslatedChecks {
  const translated: { name: string | null; expression: string }[] = [];
  const conversions: string[] = [];
  for (const check of checks) {
    const outcome = translateCheck(check, columns);
    if ('refused' in outcome) conversions.push(`check ${check.name} is left out: ${outcome.refused}`);
    else translated.push({ name: check.generatedName ? null : check.name, expression: outcome.expression });
  }
  return { checks: translated, conversions };
}

/** OceanBase and MySQL hold longer ones; OceanBase's documented constant is 2,048. */
const expressionCharactersMax = 2_048;

function translateCheck(
  check: SourceCheck,
  columns: ReadonlyMap<string, CheckedColumn>,
): { readonly expression: string } | { readonly refused: string } {
  if (!check.enabled) return { refused: 'it is disabled on the source' };
  try {
    const expression = translateCondition(check.condition, columns);
    return expression.length > expressionCharactersMax ? { refused: 'it is too long' } : { expression };
  } catch (error) {
    if (error instanceof SyntaxError) return { refused: error.message };
    throw error;
  }
}

/** One condition. SyntaxError with the reason when it has no common meaning. */
export function translateCondition(condition: string, columns: ReadonlyMap<string, CheckedColumn>): string {
  const resolve = (qualifier: string | null, name: string): CheckedColumn => {
    const column = qualifier === null ? columns.get(name) : undefined;
    if (column === undefined) throw new SyntaxError(`${name} is not a migrated column`);
    return column;
  };
  const tokens = new TokenReader(sqlTokens(condition));
  const sql = new ConditionParser(tokens, resolve, 'padded').condition();
  if (!tokens.atEnd) throw new SyntaxError(`${tokens.shown} is not translated`);
  return sql;
}
