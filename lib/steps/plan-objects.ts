import { assert } from '../model/fault.ts';
import {
  type PlannedTable,
  plannedTableSchema,
  type PlannedView,
  plannedViewSchema,
  type TableDefinition,
} from '../model/migration-plan.ts';
import { type PlanIndex, planIndexSchema } from '../model/plan-index.ts';
import { objectItem, type ProjectItem } from '../model/stored-item.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { ProjectStore } from '../ports/project-store.ts';

/** Reads the index of the resolved plan. */
export async function readPlanIndex(objects: ObjectStore, project: ProjectItem): Promise<PlanIndex> {
  assert(project.planKey !== null, 'objects were resolved before the plan is read');
  return planIndexSchema.parse(JSON.parse(decodeText(await objects.get(project.planKey))));
}

/** Reads planned tables by id, each verified against the digest in the index, and holds a bounded number of them. */
export class PlannedTables {
  readonly #objects: ObjectStore;
  readonly #entries: ReadonlyMap<string, PlanIndex['tables'][number]>;
  readonly #read = new Map<string, PlannedTable>();

  constructor(objects: ObjectStore, index: PlanIndex) {
    this.#objects = objects;
    this.#entries = new Map(index.tables.map((entry) => [entry.id, entry]));
  }

  async get(tableId: string): Promise<PlannedTable> {
    const known = this.#read.get(tableId);
    if (known !== undefined) return known;
    const entry = this.#entries.get(tableId);
    assert(entry !== undefined, `table ${tableId} is in the plan`);
    const text = decodeText(await this.#objects.get(entry.key, entry.sha256));
    const table = plannedTableSchema.parse(JSON.parse(text));
    if (this.#read.size >= tablesHeldMax) this.#read.clear();
    this.#read.set(tableId, table);
    return table;
  }

  /** The definition of a table that was planned without faults. */
  async definition(tableId: string): Promise<TableDefinition> {
    const { definition } = await this.get(tableId);
    assert(definition !== null, `table ${tableId} was planned before it is loaded`);
    return definition;
  }
}

/** Reads one planned view. */
export async function readPlannedView(objects: ObjectStore, entry: PlanIndex['views'][number]): Promise<PlannedView> {
  return plannedViewSchema.parse(JSON.parse(decodeText(await objects.get(entry.key, entry.sha256))));
}

/** Planned tables held at once; a chunk of many small tables reads each once. */
const tablesHeldMax = 200;

/** Ids of the tables to load and verify: planned, and not removed from the project by an operator. */
export async function activeTables(
  store: ProjectStore,
  projectId: string,
  index: PlanIndex,
): Promise<readonly string[]> {
  const removed = new Set<string>();
  for await (const { body } of store.list(objectItem, projectId, '', 'TABLE ')) {
    if (body.status === 'removed') removed.add(body.tableId);
  }
  return index.tables.filter(({ id, planned }) => planned && !removed.has(id)).map(({ id }) => id);
}

export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}
