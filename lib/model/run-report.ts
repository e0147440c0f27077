import type { StageName, StageStatus } from './stage.ts';
import type { StoredFault } from './stored-item.ts';

/** The report of a run, as `cli.md`'s contract has it: other people's scripts read it. */
export interface RunReport {
  readonly outcome: 'completed' | 'failed' | 'paused' | 'released' | 'waiting';
  readonly project: string;
  readonly projectId: string;
  readonly generation: number;
  readonly stages: readonly StageReport[];
  readonly tables: readonly TableReport[];
  readonly transactionsReplayed: number;
  readonly changesReplayed: number;
  /** Differences the verifier saw last and that were not repaired; null when nothing was verified. */
  readonly discrepancies: number | null;
  readonly gates: readonly GateReport[];
  readonly faults: readonly StoredFault[];
  /** Highest resident memory of each role, in bytes. */
  readonly peakRssBytes: Readonly<Record<string, number>>;
  readonly leftOut: readonly { readonly reason: string; readonly count: number }[];
}

export interface StageReport {
  readonly name: StageName;
  readonly status: StageStatus;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly counts: Readonly<Record<string, number>>;
}

export interface TableReport {
  readonly source: string;
  readonly target: string;
  readonly rowsEstimated: string | null;
  readonly rowsLoaded: number;
  readonly changes: { readonly insert: number; readonly update: number; readonly delete: number };
  readonly verification: {
    readonly compared: number;
    readonly missing: number;
    readonly extra: number;
    readonly different: number;
    readonly repaired: number;
    readonly mode: 'normal' | 'in';
  } | null;
}

export interface GateReport {
  readonly name: string;
  readonly openedAt: string | null;
  readonly answer: string | null;
  readonly by: string | null;
}
