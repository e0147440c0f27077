import { z } from 'zod';
import { workerVariables } from '../model/function-name.ts';

/**
 * The environment of every function and worker. The stacks write it with `encodeEnvironment`, the process reads it with
 * `readEnvironment`: the two directions of one table, so that no variable is named twice. This is the only file of the
 * product that reads `process.env` of a function or worker.
 */
export interface Environment {
  /** DynamoDB table of the project store. */
  readonly table: string;
  /** Object store: `s3://bucket` or `file:///directory`. */
  readonly objects: string;
  /** Name of the deployment, a dimension of every metric. */
  readonly stack: string;
  /** ARN of the state machine; null for functions the machine itself invokes, which would otherwise be a cycle. */
  readonly stateMachineArn: string | null;
  /** True on one machine: permits inline hosts and {env}/{file} secrets. */
  readonly local: boolean;
  /** Databases of the deployment by name; empty on one machine. */
  readonly databases: readonly ConfiguredDatabase[];
}

const databaseSchema = z.object({
  name: z.string(),
  host: z.string(),
  port: z.int(),
  secretArn: z.string(),
});
/** A database this deployment may talk to. */
export type ConfiguredDatabase = Readonly<z.infer<typeof databaseSchema>>;

export const environmentVariables = {
  table: 'SEAWARD_TABLE',
  objects: 'SEAWARD_OBJECTS',
  stack: 'SEAWARD_STACK',
  stateMachineArn: 'SEAWARD_STATE_MACHINE_ARN',
  local: 'SEAWARD_LOCAL',
  databases: 'SEAWARD_DATABASES',
} as const;

/** Variables for a function or a container. Absent is how null, false and empty are written. */
export function encodeEnvironment(environment: Environment): Record<string, string> {
  return {
    [environmentVariables.table]: environment.table,
    [environmentVariables.objects]: environment.objects,
    [environmentVariables.stack]: environment.stack,
    ...(environment.stateMachineArn === null
      ? {}
      : { [environmentVariables.stateMachineArn]: environment.stateMachineArn }),
    ...(environment.local ? { [environmentVariables.local]: '1' } : {}),
    ...(environment.databases.length === 0
      ? {}
      : { [environmentVariables.databases]: JSON.stringify(environment.databases) }),
  };
}

const variablesSchema = z.object({
  [environmentVariables.table]: z.string().min(1),
  [environmentVariables.objects]: z.string().regex(/^(s3|file):/),
  [environmentVariables.stack]: z.string().min(1),
  [environmentVariables.stateMachineArn]: z.string().startsWith('arn:').optional(),
  [environmentVariables.local]: z.literal('1').optional(),
  [environmentVariables.databases]: z.string().default('[]'),
});

/** Decodes the variables of this process (or those given). Throws with the name of whatever is missing or malformed. */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>> = process.env): Environment {
  const decoded = variablesSchema.parse(variables);
  return {
    table: decoded.SEAWARD_TABLE,
    objects: decoded.SEAWARD_OBJECTS,
    stack: decoded.SEAWARD_STACK,
    stateMachineArn: decoded.SEAWARD_STATE_MACHINE_ARN ?? null,
    local: decoded.SEAWARD_LOCAL === '1',
    databases: z.array(databaseSchema).parse(JSON.parse(decoded.SEAWARD_DATABASES)),
  };
}

/** What a worker is started for. */
export interface WorkerAssignment {
  readonly projectId: string;
  readonly generation: number;
  readonly token: string;
  /** Only role `build`: the object whose statement it runs. */
  readonly objectId: string | null;
}

const assignmentSchema = z.object({
  [workerVariables.projectId]: z.string().min(1),
  [workerVariables.generation]: z.string().regex(/^\d+$/).transform(Number),
  [workerVariables.token]: z.string().min(1),
  [workerVariables.objectId]: z.string().min(1).optional(),
});

export function readAssignment(
  variables: Readonly<Record<string, string | undefined>> = process.env,
): WorkerAssignment {
  const decoded = assignmentSchema.parse(variables);
  return {
    projectId: decoded.SEAWARD_PROJECT_ID,
    generation: decoded.SEAWARD_GENERATION,
    token: decoded.SEAWARD_TASK_TOKEN,
    objectId: decoded.SEAWARD_OBJECT_ID ?? null,
  };
}

/** One variable by name: for secrets that a project file names by variable, on one machine only. */
export function readVariable(name: string): string | undefined {
  return process.env[name];
}
