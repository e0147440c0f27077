import { z } from 'zod';
import type { StageItem } from '../model/stored-item.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { keyMoment } from './load-lines.ts';
import { decodeText } from './plan-objects.ts';
import { changeStage, type StageDoors } from './stage-progress.ts';

const tableResult = z.object({
  compared: z.int(),
  missing: z.int(),
  extra: z.int(),
  different: z.int(),
  repaired: z.int(),
  /** The round that looked at the table last. */
  round: z.int(),
});
/** What verification last said of a table. */
export type TableResult = Readonly<z.infer<typeof tableResult>>;
export type VerificationResults = ReadonlyMap<string, TableResult>;

const artifact = 'results';

export async function readResults(objects: ObjectStore, stage: StageItem): Promise<VerificationResults> {
  const key = stage.artifacts[artifact];
  if (key === undefined) return new Map();
  const decoded = z.record(z.string(), tableResult).parse(JSON.parse(decodeText(await objects.get(key))));
  return new Map(Object.entries(decoded));
}

/** Writes a new object of results and names it in the stage, with `more` at once; the old one stays as it was. */
export async function writeResults(
  doors: StageDoors & { readonly objects: ObjectStore },
  projectId: string,
  results: VerificationResults,
  more: StageItem['artifacts'] = {},
): Promise<void> {
  const key = `projects/${projectId}/verification/results-${keyMoment(doors.clock.now())}.json`;
  await doors.objects.put(key, new TextEncoder().encode(JSON.stringify(Object.fromEntries(results))));
  await changeStage(doors, projectId, 'verification', (current) => ({
    ...current,
    artifacts: { ...current.artifacts, ...more, [artifact]: key },
  }));
}

/** Keys of everything one round of verification writes begin so. */
export function verificationPrefix(projectId: string, round: number): string {
  return `projects/${projectId}/verification/${String(round).padStart(4, '0')}/`;
}
