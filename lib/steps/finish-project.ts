import type { StepInput, StepResult } from '../model/outcome.ts';
import { type ProjectItem, projectItem } from '../model/stored-item.ts';
import type { DatabaseDoors } from '../ports/database-doors.ts';
import { buildReport } from './build-report.ts';
import { changeItem } from './change-item.ts';
import { keyMoment } from './load-lines.ts';
import { type ContextDoors, openProject } from './project-context.ts';
import type { StageDoors } from './stage-progress.ts';

export interface FinishProjectDoors extends ContextDoors, StageDoors, Pick<DatabaseDoors, 'openSchemaTarget'> {}

/**
 * Ends a project whose stages are done, or the part of it that was asked for (`until`: then our rows stay on the target for
 * the part to come). Durable order: 1 the report, 2 our rows on the target are dropped, 3 the state. Running twice writes
 * another report of the same content.
 */
export async function finishProject(
  doors: FinishProjectDoors,
  input: StepInput,
  signal: AbortSignal,
): Promise<StepResult> {
  const { project, spec } = await openProject(input, doors);
  if (project.state === 'completed') return { outcome: 'done' };
  const endedAt = doors.clock.now();
  const report = await buildReport(doors, { ...project, state: 'completed', endedAt });
  const key = `projects/${input.projectId}/report-${keyMoment(endedAt)}.json`;
  await doors.objects.put(key, new TextEncoder().encode(JSON.stringify(report, null, 1)));
  if (project.until === null) {
    await using target = await doors.openSchemaTarget(spec.target, signal);
    await target.dropProgress(input.projectId, signal);
  }
  await changeItem(doors.store, projectItem, input.projectId, null, (current): ProjectItem => ({
    ...(current ?? project),
    state: 'completed',
    desired: 'finished',
    endedAt,
    fault: null,
  }));
  return { outcome: 'done' };
}
