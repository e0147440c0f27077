import type { SourceCheck } from '../../model/source-table.ts';

export interface TranslatedChecks {
  readonly checks: { name: string | null; expression: string }[];
  readonly conversions: readonly string[];
}

export function translateChecks(checks: readonly SourceCheck[], _names: ReadonlyMap<string, string>): TranslatedChecks {
  return { checks: [], conversions: checks.map((check) => `check ${check.name} is left out`) };
}
