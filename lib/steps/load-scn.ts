import { assert } from '../model/fault.ts';
import { type ProjectItem, tableLoadItem } from '../model/stored-item.ts';
import type { ProjectStore } from '../ports/project-store.ts';

/** The SCN each table is read AS OF: the project's snapshot SCN, or its own after it was loaded again. */
export async function tableScn(
  store: ProjectStore,
  project: ProjectItem,
  tableIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  assert(project.snapshotScn !== null, 'the snapshot SCN was taken before a table is read');
  const scns = new Map<string, string>();
  for (const tableId of tableIds) {
    const own = await store.get(tableLoadItem, project.projectId, tableId);
    scns.set(tableId, own?.body.scn ?? project.snapshotScn);
  }
  return scns;
}
