import { Fault } from '../model/fault.ts';
import type { StepInput } from '../model/outcome.ts';
import { type ProjectFile, projectFileSchema } from '../model/project.ts';
import { type ProjectItem, projectItem, type Stored } from '../model/stored-item.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { ProjectStore } from '../ports/project-store.ts';

/** What every step begins with: the project as stored, and its specification. */
export interface ProjectContext {
  readonly project: ProjectItem;
  readonly version: number;
  readonly spec: ProjectFile;
}

export interface ContextDoors {
  readonly store: ProjectStore;
  readonly objects: ObjectStore;
}

/** Reads the project, refusing to work for an execution that a newer generation has replaced (STALE_GENERATION). */
export async function openProject(input: StepInput, doors: ContextDoors): Promise<ProjectContext> {
  const { project, version } = await currentProject(input, doors.store);
  const text = new TextDecoder().decode(await doors.objects.get(project.specKey, project.specSha256));
  return { project, version, spec: projectFileSchema.parse(JSON.parse(text)) };
}

/** The project item alone, with the same refusal. */
export async function currentProject(
  input: StepInput,
  store: ProjectStore,
): Promise<{ readonly project: ProjectItem; readonly version: number }> {
  const stored: Stored<ProjectItem> | undefined = await store.get(projectItem, input.projectId, null);
  if (stored === undefined) throw new Fault('UNKNOWN_OBJECT', `no project ${input.projectId} in this state store`);
  if (stored.body.generation !== input.generation) {
    throw new Fault(
      'STALE_GENERATION',
      `execution of generation ${input.generation} met generation ${stored.body.generation} of ${input.projectId}`,
    );
  }
  return { project: stored.body, version: stored.version };
}
