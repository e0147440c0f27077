import type { BridgeDoors, Surroundings } from './bridge-doors.ts';
import type { Json } from './json.ts';
import type { LoweredGraph } from './lower-graph.ts';

/** What a Map or a Parallel needs to run graphs inside its own. */
export interface Inside {
  readonly around: Surroundings;
  readonly runGraph: (doors: BridgeDoors, graph: LoweredGraph, input: Json, around: Surroundings) => Promise<Json>;
}
