import type { FunctionName } from '../model/function-name.ts';

/**
 * What a function may do on AWS, each word one or two statements of its role (see function-permissions.ts). A function
 * has exactly what its step uses; the least-privilege test compares the synthesized roles with a table written by hand.
 */
export type Permission =
  | 'items'
  | 'item-index'
  | 'objects-read'
  | 'objects-write'
  | 'secrets'
  | 'answer-tokens'
  | 'describe-executions'
  | 'start-executions'
  | 'stop-tasks';

export interface FunctionDefinition {
  readonly timeoutSeconds: number;
  readonly memory: 'small' | 'medium' | 'chunk';
  /** True when it speaks to a database and therefore lives in the VPC. */
  readonly database: boolean;
  readonly permissions: readonly Permission[];
}

/** A turn of a chunk is cut at 15 minutes, the longest a function may run. */
const longest = 900;

const planner: FunctionDefinition = {
  timeoutSeconds: longest,
  memory: 'medium',
  database: true,
  permissions: ['items', 'objects-read', 'objects-write', 'secrets'],
};

const chunk: FunctionDefinition = { ...planner, memory: 'chunk' };

const caller = (timeoutSeconds: number, ...permissions: readonly Permission[]): FunctionDefinition => ({
  timeoutSeconds,
  memory: 'small',
  database: false,
  permissions: ['items', ...permissions],
});

export const functionCatalogue: Readonly<Record<FunctionName, FunctionDefinition>> = {
  admit: caller(60, 'objects-read', 'objects-write', 'describe-executions'),
  precheck: planner,
  'resolve-objects': planner,
  'plan-schema': planner,
  'migrate-object': { ...planner, permissions: ['items', 'objects-read', 'secrets'] },
  'plan-load': planner,
  'load-chunk': { ...chunk, permissions: ['items', 'objects-read', 'secrets'] },
  'finish-load': planner,
  'plan-verify': planner,
  'verify-chunk': chunk,
  'finish-verify': { ...planner, database: false, permissions: ['items', 'objects-read', 'objects-write'] },
  repair: chunk,
  'finish-project': planner,
  'fail-branch': caller(60),
  'open-gate': caller(30, 'answer-tokens'),
  'count-loss': caller(30),
  janitor: caller(300, 'item-index', 'answer-tokens', 'describe-executions', 'stop-tasks'),
  operate: caller(60, 'objects-read', 'answer-tokens', 'describe-executions', 'start-executions'),
};

/** Memory sizes in MB; `chunk` comes from the deployment. Below 1,769 MB a function has less than one vCPU. */
export const memoryMb = { small: 256, medium: 512 } as const;
