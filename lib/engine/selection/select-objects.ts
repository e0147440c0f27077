/**
 * The object list of a project, resolved against what the source user can see: specified objects, an imported list, or
 * matching rules. What does not exist is reported, what is left out is counted; nothing disappears.
 */
import { unreachable } from '../../model/fault.ts';
import type { ObjectSelection, ProjectProblem } from '../../model/project.ts';
import type { SelectedObject } from '../../model/selected-object.ts';
import { type TableName, tableId } from '../../model/source-table.ts';
import { type MatchingRule, matchingRule } from './matching-rule.ts';
import { type WantedObject, importedObjects, specifiedObjects } from './wanted-objects.ts';

/** An object the source user can see. */
export interface VisibleObject {
  readonly name: TableName;
  readonly kind: 'table' | 'view';
  readonly variety: 'ordinary' | 'temporary' | 'external' | 'materialized' | 'nested' | 'queue' | 'other';
}

export interface SelectionResult {
  /** In order of schema and name, tables and views together. */
  readonly objects: readonly SelectedObject[];
  /** What the list names and the source does not show: `SHOP.TYPO`, or a rule that matches nothing. */
  readonly unknown: readonly string[];
  /** Objects that match but are of a kind that is not migrated. */
  readonly leftOut: readonly LeftOut[];
}

export interface LeftOut {
  readonly reason: string;
  readonly count: number;
  /** The first of them. */
  readonly examples: readonly string[];
}

type SpecialVariety = Exclude<VisibleObject['variety'], 'ordinary'>;

const examplesMax = 20;

type Choice =
  | { readonly kind: 'named'; readonly wanted: ReadonlyMap<string, WantedObject> }
  | { readonly kind: 'rules'; readonly include: readonly MatchingRule[]; readonly exclude: readonly MatchingRule[] };

/** Takes the objects of the source one by one and keeps only those that are selected. */
export class ObjectSelector {
  /** Schemas whose objects must be offered. */
  readonly schemas: readonly string[];
  readonly #choice: Choice;
  readonly #selected = new Map<string, SelectedObject>();
  readonly #leftOut = new Map<string, { count: number; examples: string[] }>();
  readonly #met = new Set<string>();

  private constructor(choice: Choice) {
    this.#choice = choice;
    this.schemas = schemasOf(choice);
  }

  /** Reads the selection of a project file. Problems are those of the selection alone; the selector is null then. */
  static of(
    selection: ObjectSelection,
  ):
    | { readonly selector: ObjectSelector; readonly problems: [] }
    | { readonly selector: null; readonly problems: readonly ProjectProblem[] } {
    const problems: ProjectProblem[] = [];
    const choice = readChoice(selection, problems);
    return problems.length === 0
      ? { selector: new ObjectSelector(choice), problems: [] }
      : { selector: null, problems };
  }

  /** Looks at one object of the source. An object may be offered twice (a materialized view is also a table). */
  offer(object: VisibleObject): void {
    const selected = this.#match(object);
    if (selected === null) return;
    const { variety } = object;
    if (variety === 'ordinary') this.#selected.set(objectKey(object.kind, object.name), selected);
    else this.#leave(object.name, variety);
  }

  finish(): SelectionResult {
    return {
      objects: [...this.#selected.values()].toSorted(byName),
      unknown: this.#unknown(),
      leftOut: [...this.#leftOut].map(([reason, { count, examples }]) => ({ reason, count, examples })),
    };
  }

  #match(object: VisibleObject): SelectedObject | null {
    const choice = this.#choice;
    switch (choice.kind) {
      case 'named': {
        const wanted = choice.wanted.get(tableId(object.name));
        if (wanted === undefined || (wanted.kind !== null && wanted.kind !== object.kind)) return null;
        this.#met.add(tableId(object.name));
        return { ...wanted.selected, kind: object.kind };
      }
      case 'rules': {
        const including = choice.include.filter((rule) => applies(rule, object.name));
        const [first] = including;
        if (first === undefined || choice.exclude.some((rule) => applies(rule, object.name))) return null;
        for (const rule of including) this.#met.add(rule.text);
        const target = including.find((rule) => rule.target !== null)?.target ?? null;
        return plainSelection(object, target);
      }
      default:
        return unreachable(choice, 'object selection');
    }
  }

  #leave(name: TableName, variety: SpecialVariety): void {
    const reason = leftOutReason(variety);
    const group = this.#leftOut.get(reason) ?? { count: 0, examples: [] };
    group.count += 1;
    if (group.examples.length < examplesMax) group.examples.push(tableId(name));
    this.#leftOut.set(reason, group);
  }

  #unknown(): readonly string[] {
    const choice = this.#choice;
    if (choice.kind === 'named') return [...choice.wanted.keys()].filter((name) => !this.#met.has(name));
    return choice.include.filter((rule) => !this.#met.has(rule.text)).map((rule) => rule.text);
  }
}

function readChoice(selection: ObjectSelection, problems: ProjectProblem[]): Choice {
  const given = [selection.specified, selection.rules, selection.import].filter((part) => part !== undefined);
  if (given.length !== 1) {
    const remedy = 'Give exactly one of objects.specified, objects.rules and objects.import.';
    problems.push({ path: 'objects', problem: `${given.length} ways of selecting objects are given`, remedy });
  }
  if (selection.rules !== undefined) {
    return {
      kind: 'rules',
      include: readRules(selection.rules.include, 'objects.rules.include', problems),
      exclude: readRules(selection.rules.exclude, 'objects.rules.exclude', problems),
    };
  }
  const wanted =
    selection.specified !== undefined
      ? specifiedObjects(selection.specified, problems)
      : importedObjects(selection.import, problems);
  return { kind: 'named', wanted };
}

function readRules(texts: readonly string[], path: string, problems: ProjectProblem[]): readonly MatchingRule[] {
  return texts.flatMap((text, index) => {
    try {
      return [matchingRule(text)];
    } catch (error) {
      if (!(error instanceof RangeError || error instanceof SyntaxError)) throw error;
      const remedy = 'Write SCHEMA.PATTERN or SCHEMA.PATTERN=schema.table with the wildcards * ? [abc] [!abc].';
      problems.push({ path: `${path}[${index}]`, problem: error.message, remedy });
      return [];
    }
  });
}

function schemasOf(choice: Choice): readonly string[] {
  const names =
    choice.kind === 'rules'
      ? choice.include.map((rule) => rule.schema)
      : [...choice.wanted.values()].map(({ selected }) => selected.name.schema);
  return [...new Set(names)].sort();
}

function applies(rule: MatchingRule, name: TableName): boolean {
  return rule.schema === name.schema && rule.matches(name.table);
}

function plainSelection(object: VisibleObject, target: TableName | null): SelectedObject {
  return {
    name: object.name,
    kind: object.kind,
    renameSchema: target?.schema ?? null,
    renameTable: target?.table ?? null,
    excludedColumns: [],
    renamedColumns: {},
  };
}

function leftOutReason(variety: SpecialVariety): string {
  switch (variety) {
    case 'temporary':
      return 'temporary tables';
    case 'external':
      return 'external tables';
    case 'materialized':
      return 'materialized views';
    case 'nested':
      return 'nested tables';
    case 'queue':
      return 'queue tables';
    case 'other':
      return 'tables that Oracle keeps for itself';
    default:
      return unreachable(variety, 'variety');
  }
}

function objectKey(kind: string, name: TableName): string {
  return `${kind} ${tableId(name)}`;
}

function byName(left: SelectedObject, right: SelectedObject): number {
  const a = tableId(left.name);
  const b = tableId(right.name);
  return a < b ? -1 : a > b ? 1 : 0;
}
