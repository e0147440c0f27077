/** Stages as a user names them, in order. */
export const stageNames = [
  'precheck',
  'schema',
  'full',
  'indexes',
  'incremental',
  'verification',
  'objects',
  'switchover',
  'reverse',
] as const;
export type StageName = (typeof stageNames)[number];

export const stageStatuses = ['waiting', 'running', 'gate', 'done', 'failed', 'skipped'] as const;
export type StageStatus = (typeof stageStatuses)[number];

export const projectStates = [
  'inactive',
  'running',
  'paused',
  'failed',
  'completed',
  'releasing',
  'released',
  'precheck-failed',
] as const;
export type ProjectState = (typeof projectStates)[number];

/** Migration types a project file may choose. */
export const migrationTypes = ['schema', 'full', 'incremental', 'verification', 'reverse'] as const;
export type MigrationType = (typeof migrationTypes)[number];
