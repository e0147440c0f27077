import type { BridgeDoors } from './bridge-doors.ts';
import type { Json } from './json.ts';
import type { LoweredGraph } from './lower-graph.ts';
import type { Inside } from './run-inside.ts';

/** Runs all branches at once. The first failure ends the others: their states stop, their tokens die. */
export async function runParallel(
  doors: BridgeDoors,
  name: string,
  branches: readonly LoweredGraph[],
  input: Json,
  { around, runGraph }: Inside,
): Promise<Json> {
  const siblings = new AbortController();
  const signal = AbortSignal.any([around.signal, siblings.signal]);
  const all = branches.map(async (branch, index) =>
    runGraph(doors, branch, input, { ...around, signal, place: [...around.place, `${name}[${index}]`] }),
  );
  try {
    return await Promise.all(all);
  } catch (error) {
    siblings.abort(error);
    await Promise.allSettled(all);
    throw error;
  }
}
