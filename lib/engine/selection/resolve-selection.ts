import type { ObjectSelection } from '../../model/project.ts';
import type { SelectedObject } from '../../model/selected-object.ts';
import type { TableName } from '../../model/source-table.ts';
import { matchesPattern, parseObjectRule } from './object-pattern.ts';

/** An object of the source, as listed. Varieties other than `ordinary` are left out and counted. */
export interface SelectableObject {
  readonly name: TableName;
  readonly kind: 'table' | 'view';
  readonly variety: string;
}

/** What a selection comes to: the final list in order of name, names that do not exist, and what was left out on purpose. */
export interface ResolvedSelection {
  readonly selected: readonly SelectedObject[];
  readonly unknown: readonly string[];
  readonly leftOut: readonly { readonly reason: string; readonly count: number }[];
}

/** Schemas of the source that a selection speaks of. */
export function selectedSchemas(selection: ObjectSelection): readonly string[] {
  const named = [
    ...(selection.specified ?? []).map(({ schema }) => schema),
    ...(selection.rules?.include ?? []).map((rule) => parseObjectRule(rule).schema),
    ...importedNames(selection).map(({ schema }) => schema),
  ];
  return [...new Set(named)].sort();
}

export function resolveSelection(selection: ObjectSelection, listed: Iterable<SelectableObject>): ResolvedSelection {
  const objects = new Map<string, SelectableObject>();
  for (const object of listed) objects.set(nameText(object.name), object);
  const wanted = [...specified(selection), ...imported(selection, objects), ...ruled(selection, objects)];
  const selected = new Map<string, SelectedObject>();
  const unknown: string[] = [];
  const leftOut = new Map<string, number>();
  for (const object of wanted) {
    const text = nameText(object.name);
    const found = objects.get(text);
    if (found?.kind !== object.kind) unknown.push(text);
    else if (found.variety === 'ordinary') selected.set(text, object);
    else leftOut.set(found.variety, (leftOut.get(found.variety) ?? 0) + 1);
  }
  unknown.push(...unmatchedRules(selection, objects));
  return {
    selected: [...selected.values()].sort((left, right) => compareText(nameText(left.name), nameText(right.name))),
    unknown: [...new Set(unknown)].sort(),
    leftOut: [...leftOut].map(([variety, count]) => ({ reason: `${variety} tables are not migrated`, count })),
  };
}

function specified(selection: ObjectSelection): readonly SelectedObject[] {
  return (selection.specified ?? []).map((one) => ({
    name: { schema: one.schema, table: one.table ?? one.view ?? '' },
    kind: one.view === undefined ? ('table' as const) : ('view' as const),
    renameSchema: one.rename?.schema ?? null,
    renameTable: one.rename?.table ?? null,
    excludedColumns: one.columns?.exclude ?? [],
    renamedColumns: one.columns?.rename ?? {},
  }));
}

/** `SHOP.ORDERS | SHOP.LINES |`: names as stored, separated by bars; line ends and blanks around them do not count. */
function importedNames(selection: ObjectSelection): readonly TableName[] {
  const text = selection.import !== undefined && 'text' in selection.import ? selection.import.text : '';
  return text
    .split('|')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const point = part.indexOf('.');
      if (point <= 0 || point === part.length - 1) throw new RangeError(`not SCHEMA.TABLE: ${JSON.stringify(part)}`);
      return { schema: part.slice(0, point), table: part.slice(point + 1) };
    });
}

function imported(
  selection: ObjectSelection,
  objects: ReadonlyMap<string, SelectableObject>,
): readonly SelectedObject[] {
  return importedNames(selection).map((name) => plain(name, objects.get(nameText(name))?.kind ?? 'table'));
}

function ruled(selection: ObjectSelection, objects: ReadonlyMap<string, SelectableObject>): readonly SelectedObject[] {
  const include = (selection.rules?.include ?? []).map(parseObjectRule);
  const exclude = (selection.rules?.exclude ?? []).map(parseObjectRule);
  const found: SelectedObject[] = [];
  for (const { name, kind } of objects.values()) {
    const rule = include.find((one) => one.schema === name.schema && matchesPattern(one.pattern, name.table));
    const excluded = exclude.some((one) => one.schema === name.schema && matchesPattern(one.pattern, name.table));
    if (rule === undefined || excluded) continue;
    found.push({
      ...plain(name, kind),
      renameSchema: rule.target?.schema ?? null,
      renameTable: rule.target?.table ?? null,
    });
  }
  return found;
}

/** A rule without wildcards names one object; when that is not there, it was misspelled or is not visible. */
function unmatchedRules(selection: ObjectSelection, objects: ReadonlyMap<string, SelectableObject>): readonly string[] {
  return (selection.rules?.include ?? [])
    .map(parseObjectRule)
    .filter(({ schema, pattern }) => !/[*?[]/.test(pattern) && !objects.has(nameText({ schema, table: pattern })))
    .map(({ schema, pattern }) => nameText({ schema, table: pattern }));
}

function plain(name: TableName, kind: 'table' | 'view'): SelectedObject {
  return { name, kind, renameSchema: null, renameTable: null, excludedColumns: [], renamedColumns: {} };
}

function nameText({ schema, table }: TableName): string {
  return `${schema}.${table}`;
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
