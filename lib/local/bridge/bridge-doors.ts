import type { ObjectStore } from '../../ports/object-store.ts';
import type { Json } from './json.ts';
import type { MachineEvent, Place } from './machine-event.ts';
import type { TaskTokens } from './task-tokens.ts';

/** What the running of a state machine reaches outside for. */
export interface BridgeDoors {
  readonly tokens: TaskTokens;
  readonly objects: ObjectStore;
  /** Calls a function by name; throws StatesError with the name of its error. */
  readonly invoke: (name: string, payload: Json) => Promise<Json>;
  /** Starts a worker process with these variables; throws when it cannot be started. Its end is its token's business. */
  readonly startWorker: (worker: string, variables: Readonly<Record<string, string>>) => Promise<void>;
  readonly publish: (event: MachineEvent) => void;
  /** Bound of what runs at once in one Map, whatever the definition says. */
  readonly mapConcurrencyMax: number;
}

/** What a graph knows of the execution around it. */
export interface Surroundings {
  /** ARN of the execution that was started; children of a Distributed Map report under it too. */
  readonly execution: string;
  readonly place: Place;
  /** `$$.Execution` of this graph. */
  readonly run: Readonly<Record<string, Json>>;
  /** Ends the graph: a sibling failed, or the execution was stopped. */
  readonly signal: AbortSignal;
}
