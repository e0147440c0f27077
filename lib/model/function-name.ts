/**
 * Names of the functions and workers: folder under lambdas/ or containers/, key in functions.json, and what the local
 * runner starts. One list for the state machine, the bundles, the roles and the rehearsal.
 */
export const functionNames = [
  'admit',
  'precheck',
  'resolve-objects',
  'plan-schema',
  'migrate-object',
  'plan-load',
  'load-chunk',
  'finish-load',
  'plan-verify',
  'verify-chunk',
  'finish-verify',
  'repair',
  'finish-project',
  'fail-branch',
  'open-gate',
  'count-loss',
  'janitor',
  'operate',
] as const;
export type FunctionName = (typeof functionNames)[number];

/** Long-running roles of the one container image. `build` runs single statements that may outlast a function. */
export const workerNames = ['capture', 'replay', 'build', 'reverse-capture', 'reverse-replay'] as const;
export type WorkerName = (typeof workerNames)[number];

/** Environment variables a worker finds besides the deployment's: who it works for and the token it must answer. */
export const workerVariables = {
  projectId: 'SEAWARD_PROJECT_ID',
  generation: 'SEAWARD_GENERATION',
  token: 'SEAWARD_TASK_TOKEN',
  objectId: 'SEAWARD_OBJECT_ID',
} as const;
