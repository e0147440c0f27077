import type { DataObject } from '../model/chunk.ts';
import type { StageItem } from '../model/stored-item.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { SchemaSource } from '../ports/schema-source.ts';
import { type DataObjectIdentity, dataObjectText, decodeDataObject } from './data-object-lines.ts';
import { activeTables, PlannedTables, readPlanIndex } from './plan-objects.ts';
import type { ContextDoors, ProjectContext } from './project-context.ts';

/** What became of the data objects of a load since it was planned (H2). */
export interface DataObjectChanges {
  readonly found: readonly DataObject[];
  /** Gone: the rows they held may be in others now. */
  readonly vanished: readonly DataObjectIdentity[];
  /** Not there when the load was planned. */
  readonly grown: readonly DataObject[];
}

/** Lists the data objects of every table again and compares them with those the stage was planned from. */
export async function compareDataObjects(
  doors: ContextDoors,
  { project }: ProjectContext,
  stage: StageItem,
  schema: SchemaSource,
  signal: AbortSignal,
): Promise<DataObjectChanges> {
  const index = await readPlanIndex(doors.objects, project);
  const tables = new PlannedTables(doors.objects, index);
  const names = [];
  for (const tableId of await activeTables(doors.store, project.projectId, index)) {
    names.push((await tables.definition(tableId)).plan.source);
  }
  const found: DataObject[] = [];
  for await (const object of schema.listDataObjects(names, signal)) found.push(object);
  const planned = await plannedDataObjects(doors.objects, stage);
  const known = new Set(planned.map(dataObjectText));
  const there = new Set(found.map(dataObjectText));
  return {
    found,
    vanished: planned.filter((object) => !there.has(dataObjectText(object))),
    grown: found.filter((object) => !known.has(dataObjectText(object))),
  };
}

/** The data objects the load was planned from. */
export async function plannedDataObjects(
  objects: ObjectStore,
  stage: StageItem,
): Promise<readonly DataObjectIdentity[]> {
  const key = stage.artifacts['dataObjects'];
  const planned: DataObjectIdentity[] = [];
  if (key !== undefined) for await (const line of objects.getLines(key)) planned.push(decodeDataObject(line));
  return planned;
}
