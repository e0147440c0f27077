import type { ProjectStore } from '../ports/project-store.ts';

/** How many gates of all projects wait for an answer. */
export async function countOpenGates(store: ProjectStore): Promise<number> {
  let count = 0;
  for await (const _gate of store.listItems('open-gates')) count += 1;
  return count;
}
