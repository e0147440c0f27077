/** Objects named one by one: entries of `specified`, or a text import `SHOP.T1 | SHOP.T2 |`. */
import type { ObjectSelection, ProjectProblem, SpecifiedObject } from '../../model/project.ts';
import type { SelectedObject } from '../../model/selected-object.ts';
import { tableId } from '../../model/source-table.ts';

export interface WantedObject {
  /** Null: a table or a view, whichever has the name. */
  readonly kind: 'table' | 'view' | null;
  readonly selected: SelectedObject;
}

/** Specified entries by `SCHEMA.NAME`. */
export function specifiedObjects(
  entries: readonly SpecifiedObject[],
  problems: ProjectProblem[],
): ReadonlyMap<string, WantedObject> {
  const wanted = new Map<string, WantedObject>();
  entries.forEach((entry, index) => {
    const path = `objects.specified[${index}]`;
    const name = entry.table ?? entry.view;
    if (name === undefined || (entry.table !== undefined && entry.view !== undefined)) {
      problems.push({ path, problem: 'an entry names one table or one view', remedy: 'Give `table` or `view`.' });
      return;
    }
    if (entry.where !== undefined) {
      const problem = 'row filters are not built yet';
      problems.push({ path: `${path}.where`, problem, remedy: 'Leave `where` out; the whole table is migrated.' });
    }
    const selected: SelectedObject = {
      name: { schema: entry.schema, table: name },
      kind: entry.table === undefined ? 'view' : 'table',
      renameSchema: entry.rename?.schema ?? null,
      renameTable: entry.rename?.table ?? null,
      excludedColumns: entry.columns?.exclude ?? [],
      renamedColumns: entry.columns?.rename ?? {},
    };
    add(wanted, { kind: selected.kind, selected }, path, problems);
  });
  return wanted;
}

/** The names of an import. */
export function importedObjects(
  list: ObjectSelection['import'],
  problems: ProjectProblem[],
): ReadonlyMap<string, WantedObject> {
  const wanted = new Map<string, WantedObject>();
  if (list === undefined) return wanted;
  if ('csv' in list) {
    problems.push({
      path: 'objects.import.csv',
      problem: 'importing a CSV file is not built yet',
      remedy: 'Use objects.import.text, objects.specified or objects.rules.',
    });
    return wanted;
  }
  const names = list.text
    .split('|')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  names.forEach((name, index) => {
    const path = `objects.import.text (name ${index + 1})`;
    const [schema, table, ...more] = name.split('.');
    if (schema === undefined || table === undefined || schema === '' || table === '' || more.length > 0) {
      problems.push({ path, problem: 'a name has the form SCHEMA.NAME', remedy: 'Write `SHOP.T1 | SHOP.T2 |`.' });
      return;
    }
    const selected: SelectedObject = {
      name: { schema, table },
      kind: 'table',
      renameSchema: null,
      renameTable: null,
      excludedColumns: [],
      renamedColumns: {},
    };
    add(wanted, { kind: null, selected }, path, problems);
  });
  if (names.length === 0) {
    problems.push({
      path: 'objects.import.text',
      problem: 'no object is named',
      remedy: 'Write `SHOP.T1 | SHOP.T2 |`.',
    });
  }
  return wanted;
}

function add(wanted: Map<string, WantedObject>, object: WantedObject, path: string, problems: ProjectProblem[]): void {
  const id = tableId(object.selected.name);
  if (wanted.has(id)) {
    problems.push({ path, problem: `${id} is named twice`, remedy: 'Name every object once.' });
  }
  wanted.set(id, object);
}
