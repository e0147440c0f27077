import path from 'node:path';
import { DynamoProjectStore } from '../aws/dynamo-project-store.ts';
import { startDynaliteEngine } from '../local/dynalite-engine.ts';
import { localAwsVariables, type LocalStack, startLocalStack } from '../local/local-stack.ts';
import { objectStoreAt } from '../local/object-store-at.ts';
import { findLocalEndpoints, type LocalEndpoints, openStateDirectory } from '../local/state-directory.ts';
import type { Clock } from '../ports/clock.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { ProjectStore } from '../ports/project-store.ts';
import type { TaskCallback } from '../ports/task-callback.ts';
import { encodeEnvironment } from '../runtime/environment.ts';
import { openTaskCallback } from '../runtime/execution-doors.ts';
import { systemClock } from '../runtime/system-clock.ts';
import { cloudAssembly } from './cloud-assembly.ts';
import type { CommandContext } from './command.ts';

/** The stores of a deployment, and the way to its tokens: what commands that look and decide need. */
export interface DeploymentDoors {
  readonly store: ProjectStore;
  readonly objects: ObjectStore;
  readonly tasks: TaskCallback;
  readonly clock: Clock;
}

/** Functions of one kind at once: each is a process of its own, and the smallest machine has two cores. */
const functionsAtOnce = 4;

/** Starts the deployment of this machine on a state directory. */
export async function startDeployment(
  context: CommandContext,
  stateDirectory: string,
): Promise<LocalStack & { readonly doors: DeploymentDoors }> {
  const stack = await startLocalStack({
    stateDirectory,
    cloudAssembly: await cloudAssembly(context),
    concurrency: functionsAtOnce,
    variables: (endpoints) => ({
      ...ownVariables(context),
      ...encodeEnvironment({
        table: endpoints.table,
        objects: endpoints.objects,
        stack: endpoints.stack,
        stateMachineArn: endpoints.stateMachineArn,
        local: true,
        databases: [],
      }),
    }),
  });
  return Object.assign(stack, { doors: doorsTo(context, stack.endpoints) });
}

/**
 * Functions read secrets of {env} from their own environment: they get what this process was given, but for what would
 * lead them to a real account or another time zone.
 */
function ownVariables({ environment }: CommandContext): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && name !== 'TZ' && !name.startsWith('AWS_')) variables[name] = value;
  }
  return variables;
}

function doorsTo(context: CommandContext, endpoints: LocalEndpoints): DeploymentDoors {
  context.adoptVariables(localAwsVariables(endpoints));
  return {
    store: new DynamoProjectStore(endpoints.table, { endpoint: endpoints.dynamodb }),
    objects: objectStoreAt(endpoints.objects),
    tasks: openTaskCallback(),
    clock: systemClock,
  };
}

/**
 * Opens the stores of a state directory from any terminal: through the process that works there, or, when none does, by
 * starting the embedded store for the time of one command.
 */
export async function openDeployment(
  context: CommandContext,
  stateDirectory: string,
): Promise<DeploymentDoors & AsyncDisposable> {
  const directory = path.resolve(stateDirectory);
  const living = await findLocalEndpoints(directory);
  if (living !== undefined) return { ...doorsTo(context, living), [Symbol.asyncDispose]: async () => undefined };
  const stack = new AsyncDisposableStack();
  try {
    const state = stack.use(await openStateDirectory(directory));
    const engine = stack.use(await startDynaliteEngine({ directory: state.databasePath, table: localTable }));
    const doors = doorsTo(context, {
      processId: process.pid,
      dynamodb: engine.endpoint,
      // Nothing runs, so every token is dead: nobody listens there.
      stepFunctions: 'http://127.0.0.1:9',
      table: localTable,
      objects: state.objectsUrl,
      stateMachineArn: '',
      stack: 'local',
    });
    return {
      ...doors,
      tasks: { succeed: async () => 'dead', fail: async () => 'dead', heartbeat: async () => 'dead' },
      [Symbol.asyncDispose]: async () => stack.disposeAsync(),
    };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

const localTable = 'Seaward';
