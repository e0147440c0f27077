/** Views: translated where that is provably right, refused with the reason otherwise, in the order of their dependencies. */
import { Fault } from '../../model/fault.ts';
import type { PlannedView, TableDefinition } from '../../model/migration-plan.ts';
import type { SelectedObject } from '../../model/selected-object.ts';
import { type SourceView, type TableName, tableId } from '../../model/source-table.ts';
import type { TargetServer } from '../../model/target-object.ts';
import type { CheckedColumn } from './condition-parser.ts';
import type { ConversionSettings } from './plan-request.ts';
import { foldName, nameFault, targetTableName } from './target-name.ts';
import { type SelectSource, translateSelect } from './view-select.ts';

export interface ViewToPlan {
  readonly view: SourceView;
  readonly selected: SelectedObject;
  readonly clash?: Fault | null;
}

/** A migrated table as views see it. */
export function tableAsSource(definition: TableDefinition): SelectSource {
  const columns = definition.plan.columns.flatMap((plan): [string, CheckedColumn][] =>
    plan.origin.kind === 'column' ? [[plan.origin.name, plan]] : [],
  );
  return { target: definition.table.name, columns: new Map(columns) };
}

/** Plans views, those that others select from first. `findTable` gives tables that were planned without a fault. */
export function planViews(
  views: readonly ViewToPlan[],
  settings: Pick<ConversionSettings, 'schemas' | 'identifierCase'>,
  server: TargetServer,
  findTable: (name: TableName) => SelectSource | null,
): readonly PlannedView[] {
  const planned = new Map<string, { readonly plan: PlannedView; readonly source: SelectSource | null }>();
  const find = (name: TableName): SelectSource | null => planned.get(tableId(name))?.source ?? findTable(name);
  const levels = viewLevels(views.map(({ view }) => view));
  const ordered = views.toSorted((left, right) => levelOf(levels, left.view) - levelOf(levels, right.view));
  for (const one of ordered) planned.set(tableId(one.view.name), planView(one, settings, server, levels, find));
  return [...planned.values()].map(({ plan }) => plan);
}

/** 1 for views over tables only, 2 for views over those, and so on. */
export function viewLevels(views: readonly SourceView[]): ReadonlyMap<string, number> {
  const byId = new Map(views.map((view) => [tableId(view.name), view]));
  const levels = new Map<string, number>();
  const visit = (view: SourceView, path: ReadonlySet<string>): number => {
    const id = tableId(view.name);
    const known = levels.get(id);
    if (known !== undefined) return known;
    let level = 1;
    for (const name of view.dependsOn) {
      const below = byId.get(tableId(name));
      // Oracle has no views that depend on each other; a list that says so is not followed round.
      if (below !== undefined && !path.has(tableId(name)))
        level = Math.max(level, visit(below, new Set([...path, id])) + 1);
    }
    levels.set(id, level);
    return level;
  };
  for (const view of views) visit(view, new Set());
  return levels;
}

function levelOf(levels: ReadonlyMap<string, number>, view: SourceView): number {
  return levels.get(tableId(view.name)) ?? 1;
}

function planView(
  { view, selected, clash }: ViewToPlan,
  settings: Pick<ConversionSettings, 'schemas' | 'identifierCase'>,
  server: TargetServer,
  levels: ReadonlyMap<string, number>,
  find: (name: TableName) => SelectSource | null,
): { readonly plan: PlannedView; readonly source: SelectSource | null } {
  const id = tableId(view.name);
  const target = targetTableName(selected, settings.schemas, settings.identifierCase);
  const columns = view.columns.map((name) => selected.renamedColumns[name] ?? foldName(name, settings.identifierCase));
  const names = [
    clash ?? null,
    nameFault(target.schema, 'schema', id, server.limits.tableNameCharacters),
    nameFault(target.table, 'view', id, server.limits.tableNameCharacters),
    ...columns.map((name) => nameFault(name, 'column', id, server.limits.tableNameCharacters)),
  ].filter((fault) => fault !== null);
  const common = { kind: 'view' as const, objectId: `VIEW ${id}`, level: levels.get(id) ?? 1, target, conversions: [] };
  const refused = (faults: readonly Fault[]): { readonly plan: PlannedView; readonly source: null } => ({
    plan: { ...common, definition: null, faults: faults.map((fault) => fault.record) },
    source: null,
  });
  if (names.length > 0) return refused(names);
  try {
    const translated = translateSelect(view.text, view.name.schema, find);
    if (translated.columns.length !== columns.length)
      throw new SyntaxError('it has another number of columns than its SELECT');
    const outer = translated.columns.map((column, at): [string, CheckedColumn] => [
      view.columns[at] ?? '',
      { targetName: columns[at] ?? '', targetType: column.targetType, form: column.form },
    ]);
    return {
      plan: { ...common, definition: { columns, select: translated.select }, faults: [] },
      source: { target, columns: new Map(outer) },
    };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return refused([viewFault(id, error.message)]);
  }
}

function viewFault(id: string, reason: string): Fault {
  return new Fault('NOT_BUILT', `the SELECT of the view has no proved translation: ${reason}`, {
    subject: id,
    remedy: 'Create the view on the target by hand and skip it, or give its DDL with edit-ddl and retry.',
  });
}
