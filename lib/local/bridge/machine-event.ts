import type { Json } from './json.ts';

/** Where in an execution something happens: maps and branches from the outside in, for example `Migrate[0]`, `FullLoad[17]`. */
export type Place = readonly string[];

/** What a rehearsed state machine reports, in order of happening. Payloads are small and hold no rows and no secrets. */
export type MachineEvent =
  | { readonly kind: 'execution-started'; readonly execution: string; readonly input: Json }
  | {
      readonly kind: 'execution-ended';
      readonly execution: string;
      readonly status: 'SUCCEEDED' | 'FAILED' | 'ABORTED' | 'TIMED_OUT';
      readonly output: Json;
      readonly error: string | null;
      readonly cause: string | null;
    }
  | {
      readonly kind: 'state-entered';
      readonly execution: string;
      readonly place: Place;
      readonly state: string;
      readonly type: string;
      readonly input: Json;
    }
  | {
      readonly kind: 'state-exited';
      readonly execution: string;
      readonly place: Place;
      readonly state: string;
      readonly type: string;
      readonly output: Json;
    }
  | {
      readonly kind: 'state-failed' | 'state-retried' | 'state-caught';
      readonly execution: string;
      readonly place: Place;
      readonly state: string;
      readonly error: string;
      readonly cause: string;
    }
  | {
      readonly kind: 'map-progress';
      readonly execution: string;
      readonly place: Place;
      readonly state: string;
      readonly total: number;
      readonly succeeded: number;
      readonly failed: number;
    }
  | {
      readonly kind: 'function-ended';
      readonly name: string;
      readonly outcome: 'returned' | 'failed' | 'killed';
      readonly ms: number;
      readonly peakRssBytes: number;
    };
