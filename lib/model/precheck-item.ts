/** One item of the precheck: what was looked at and what came of it. Ids are stable; scripts skip by them. */
export interface PrecheckItem {
  /** For example `source.connect`, `source.privilege.flashback`, `target.database.exists:shop`. */
  readonly id: string;
  readonly side: 'source' | 'target' | 'operator';
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly skippable: boolean;
  readonly cause: string | null;
  /** What to do, with the statement to run where there is one. */
  readonly remedy: string | null;
}
