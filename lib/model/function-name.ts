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

/** One value per function, in the order of the list above. */
export function forEachFunction<T>(make: (name: FunctionName) => T): Record<FunctionName, T> {
  return {
    admit: make('admit'),
    precheck: make('precheck'),
    'resolve-objects': make('resolve-objects'),
    'plan-schema': make('plan-schema'),
    'migrate-object': make('migrate-object'),
    'plan-load': make('plan-load'),
    'load-chunk': make('load-chunk'),
    'finish-load': make('finish-load'),
    'plan-verify': make('plan-verify'),
    'verify-chunk': make('verify-chunk'),
    'finish-verify': make('finish-verify'),
    repair: make('repair'),
    'finish-project': make('finish-project'),
    'fail-branch': make('fail-branch'),
    'open-gate': make('open-gate'),
    'count-loss': make('count-loss'),
    janitor: make('janitor'),
    operate: make('operate'),
  };
}

/** One value per worker. */
export function forEachWorker<T>(make: (name: WorkerName) => T): Record<WorkerName, T> {
  return {
    capture: make('capture'),
    replay: make('replay'),
    build: make('build'),
    'reverse-capture': make('reverse-capture'),
    'reverse-replay': make('reverse-replay'),
  };
}
