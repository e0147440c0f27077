import { Fault } from '../model/fault.ts';
import { limits } from '../model/limits.ts';
import { chunkItem, type ChunkItem, type ChunkKey } from '../model/stored-item.ts';
import type { ProjectStore } from '../ports/project-store.ts';
import { changeItem } from './change-item.ts';

/** Changes the item of a chunk, from the empty one when there is none yet. */
export async function changeChunk(
  store: ProjectStore,
  projectId: string,
  key: ChunkKey,
  change: (current: ChunkItem) => ChunkItem,
): Promise<ChunkItem> {
  return changeItem(store, chunkItem, projectId, key, (current) => change(current ?? emptyChunk(key)));
}

/** Marks the beginning of one invocation's work. A chunk that is done or superseded is left as it is. */
export async function beginTurn(store: ProjectStore, projectId: string, key: ChunkKey): Promise<ChunkItem> {
  return changeChunk(store, projectId, key, (current) =>
    isSettled(current) ? current : { ...current, status: 'running', turns: current.turns + 1, fault: null },
  );
}

export function isSettled(item: ChunkItem): boolean {
  return item.status === 'done' || item.status === 'superseded';
}

/** Fault CHUNK_STUCK when a chunk was begun more often than any healthy chunk needs. */
export function checkTurns(item: ChunkItem): void {
  if (item.turns > limits.chunkTurnsMax) {
    throw new Fault('CHUNK_STUCK', `chunk ${item.chunkId} did not finish in ${limits.chunkTurnsMax} turns`, {
      subject: item.chunkId,
    });
  }
}

function emptyChunk({ stage, round, chunkId }: ChunkKey): ChunkItem {
  return {
    stage,
    round,
    chunkId,
    status: 'planned',
    turns: 0,
    attempt: 0,
    position: 0,
    rows: 0,
    bytes: 0,
    fault: null,
    peakRssBytes: 0,
    tables: {},
    findings: [],
  };
}
