import { assert } from '../model/fault.ts';
import { formatScn } from '../model/scn.ts';
import { projectItem, type ProjectItem, tableLoadItem } from '../model/stored-item.ts';
import type { ProjectStore } from '../ports/project-store.ts';
import type { RowSource } from '../ports/row-source.ts';
import { changeItem } from './change-item.ts';

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

/** Takes the snapshot SCN once: the first to write it wins, everybody reads AS OF the same. */
export async function ensureSnapshotScn(
  store: ProjectStore,
  project: ProjectItem,
  source: RowSource,
  signal: AbortSignal,
): Promise<ProjectItem> {
  if (project.snapshotScn !== null) return project;
  const scn = formatScn(await source.currentScn(signal));
  return changeItem(store, projectItem, project.projectId, null, (current) => {
    const base = current ?? project;
    return base.snapshotScn === null ? { ...base, snapshotScn: scn } : base;
  });
}
