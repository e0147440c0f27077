import { type ChunkLine, chunkLineSchema } from '../model/chunk.ts';
import { limits } from '../model/limits.ts';
import type { ManifestReference } from '../model/outcome.ts';
import { chunkItem, type ChunkItem, type StageItem } from '../model/stored-item.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { ProjectStore } from '../ports/project-store.ts';

/** Artifacts of a stage under which its line files lie: `lines:000`, `lines:001` ... (reloads and late data objects add some). */
const linesPrefix = 'lines:';

/** The chunks of one round of a stage: which there are, how far each is. */
export interface ChunkTally {
  readonly planned: number;
  readonly done: number;
  readonly failed: readonly ChunkItem[];
  readonly superseded: number;
}

/** Lines of all files of a stage, in the order they were planned. */
export async function* stageLines(objects: ObjectStore, stage: StageItem): AsyncGenerator<ChunkLine> {
  for (const key of lineKeys(stage)) {
    for await (const text of objects.getLines(key)) yield chunkLineSchema.parse(JSON.parse(text));
  }
}

export function lineKeys(stage: StageItem): readonly string[] {
  return Object.keys(stage.artifacts)
    .filter((name) => name.startsWith(linesPrefix))
    .sort()
    .map((name) => stage.artifacts[name] ?? '');
}

/** Writes a file of lines, checking that each fits a manifest. The key carries the moment: two planners never share one. */
export async function writeLines(
  objects: ObjectStore,
  key: string,
  lines: Iterable<ChunkLine> | AsyncIterable<ChunkLine>,
): Promise<number> {
  const written = await objects.putLines(key, encoded(lines));
  return written.lines;
}

/** The stage with a further file of lines. */
export function withLines(stage: StageItem, key: string): StageItem {
  const number = String(lineKeys(stage).length).padStart(3, '0');
  return { ...stage, artifacts: { ...stage.artifacts, [`${linesPrefix}${number}`]: key } };
}

/** Items of a round by chunk id. */
export async function chunkItems(
  store: ProjectStore,
  projectId: string,
  stage: ChunkItem['stage'],
  round: number,
): Promise<ReadonlyMap<string, ChunkItem>> {
  const items = new Map<string, ChunkItem>();
  for await (const { body } of store.list(chunkItem, projectId, { stage, round, chunkId: '' }, '')) {
    items.set(body.chunkId, body);
  }
  return items;
}

/** Writes the manifest of the lines that are neither done nor superseded. Undefined when nothing is left. */
export async function writeManifest(
  objects: ObjectStore,
  key: string,
  lines: AsyncIterable<ChunkLine>,
  items: ReadonlyMap<string, ChunkItem>,
): Promise<ManifestReference | undefined> {
  const open = async function* (): AsyncGenerator<ChunkLine> {
    for await (const line of lines) {
      const status = items.get(line.chunkId)?.status;
      if (status !== 'done' && status !== 'superseded') yield line;
    }
  };
  const count = await writeLines(objects, key, open());
  return count === 0 ? undefined : { bucket: objects.bucket, key };
}

async function* encoded(lines: Iterable<ChunkLine> | AsyncIterable<ChunkLine>): AsyncGenerator<string> {
  for await (const line of lines) {
    const text = JSON.stringify(line);
    if (Buffer.byteLength(text) > limits.manifestLineBytesMax) {
      throw new Error(
        `assertion failed: manifest line of chunk ${line.chunkId} is over ${limits.manifestLineBytesMax} bytes`,
      );
    }
    yield text;
  }
}

/** A moment as part of a key: digits only. */
export function keyMoment(now: string): string {
  return now.replace(/\D/g, '');
}
