import { type ChunkLine, chunkLineSchema } from '../model/chunk.ts';
import { limits } from '../model/limits.ts';
import type { ManifestReference, StepResult } from '../model/outcome.ts';
import { chunkItem, type ChunkItem, type StageItem } from '../model/stored-item.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { ProjectStore } from '../ports/project-store.ts';
import { isSettled } from './chunk-progress.ts';

/** Artifacts of a stage under which its line files lie, by the round their chunks run in: `lines:001`, `lines:002` ... */
const linesPrefix = 'lines:';

/** What a planning step of chunks returns: with `next` the manifest, the round its chunks run in and how many at once. */
export interface PlannedChunks extends StepResult {
  readonly manifest?: ManifestReference;
  readonly round?: number;
  readonly concurrency?: number;
}

/** A line with the round its chunk runs in. */
export interface RoundLine {
  readonly round: number;
  readonly line: ChunkLine;
}

/** Lines of all rounds of a stage, in the order they were planned. */
export async function* stageLines(objects: ObjectStore, stage: StageItem): AsyncGenerator<RoundLine> {
  for (const { round, key } of lineKeys(stage)) {
    for await (const text of objects.getLines(key)) yield { round, line: chunkLineSchema.parse(JSON.parse(text)) };
  }
}

export function lineKeys(stage: StageItem): readonly { readonly round: number; readonly key: string }[] {
  return Object.entries(stage.artifacts)
    .filter(([name]) => name.startsWith(linesPrefix))
    .map(([name, key]) => ({ round: Number(name.slice(linesPrefix.length)), key }))
    .sort((left, right) => left.round - right.round);
}

/** The round whose chunks run now: that of the newest file of lines; 0 before anything was planned. */
export function currentRound(stage: StageItem): number {
  return lineKeys(stage).at(-1)?.round ?? 0;
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

/** The stage with the file of lines of a round; a round has one file, and the first to name it wins. */
export function withLines(stage: StageItem, round: number, key: string): StageItem {
  const name = `${linesPrefix}${String(round).padStart(3, '0')}`;
  if (stage.artifacts[name] !== undefined) return stage;
  return { ...stage, artifacts: { ...stage.artifacts, [name]: key } };
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

/** Writes the manifest of the current round's lines that are not settled yet. Undefined when nothing is left. */
export async function writeManifest(
  objects: ObjectStore,
  key: string,
  stage: StageItem,
  items: ReadonlyMap<string, ChunkItem>,
): Promise<ManifestReference | undefined> {
  const round = currentRound(stage);
  const open = async function* (): AsyncGenerator<ChunkLine> {
    for await (const { round: own, line } of stageLines(objects, stage)) {
      const item = items.get(line.chunkId);
      if (own === round && (item === undefined || !isSettled(item))) yield line;
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
