import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { functionsManifestFile, functionsManifestSchema, localDefinitionFile } from '../model/functions-manifest.ts';
import { EventStream } from './bridge/event-stream.ts';
import { type Execution, Executions } from './bridge/executions.ts';
import { type Json, parseJson } from './bridge/json.ts';
import type { MachineEvent } from './bridge/machine-event.ts';
import { type EndpointDoors, startStepFunctionsEndpoint } from './bridge/step-functions-endpoint.ts';
import { StatesError } from './bridge/states-error.ts';
import { TaskTokens } from './bridge/task-tokens.ts';
import { DirectoryObjectStore } from './directory-object-store.ts';
import { startDynaliteEngine } from './dynalite-engine.ts';
import { type Disturb, LambdaPool } from './lambda-pool.ts';
import { executionStatusChange, LocalJanitor, taskStateChange } from './local-janitor.ts';
import { type LocalEndpoints, openStateDirectory } from './state-directory.ts';
import { WorkerProcesses } from './worker-processes.ts';

export interface LocalStackOptions {
  readonly stateDirectory: string;
  /** A synthesized assembly with functions.json and state-machine.json in it; compiled code of its bundles is kept there. */
  readonly cloudAssembly: string;
  /** Variables every function and worker gets beside those of AWS: the deployment's own, and what {env} secrets name. */
  readonly variables: (endpoints: LocalEndpoints) => Readonly<Record<string, string>>;
  /** Processes per function; items of a Map at once are bounded by the same number. */
  readonly concurrency: number;
  readonly stack?: string;
  /** For rehearsing what Lambda may do to a call: run it twice, lose its answer. */
  readonly disturb?: Disturb;
}

export interface LocalStack extends AsyncDisposable {
  readonly endpoints: LocalEndpoints;
  /** Variables for an AWS client of this machine: endpoints, region, keys that are nobody's. */
  readonly environment: Readonly<Record<string, string>>;
  readonly events: AsyncIterable<MachineEvent>;
  readonly peakRssBytes: Readonly<Record<string, number>>;
  startExecution(input: Json, name?: string): Execution;
  /** Calls a function directly, as EventBridge or the API would. */
  invoke(name: string, event: Json): Promise<Json>;
  /** Process ids that work on a function right now, for whoever wants to rehearse their loss. */
  busyProcessIds(name: string): readonly number[];
}

const stateMachineArn = 'arn:aws:states:local:000000000000:stateMachine:Seaward';
const table = 'Seaward';

/**
 * Starts a whole deployment on this machine: takes the state directory, starts the embedded services, runs the state
 * machine of the assembly with its functions as child processes. Disposing stops executions, ends every child, closes the
 * services and gives the directory back; what was stored stays.
 */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const stack = new AsyncDisposableStack();
  try {
    return await assemble(options, stack);
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

async function assemble(options: LocalStackOptions, stack: AsyncDisposableStack): Promise<LocalStack> {
  const { manifest, definition } = await readAssembly(options.cloudAssembly);
  const directory = stack.use(await openStateDirectory(options.stateDirectory));
  const engine = stack.use(await startDynaliteEngine({ directory: directory.databasePath, table }));
  const events = new EventStream<MachineEvent>();
  stack.defer(() => events.close());
  const tokens = new TaskTokens();
  const running: Running = { executions: null, workers: null };
  const endpoint = stack.use(await startStepFunctionsEndpoint(endpointDoors(tokens, running)));
  const endpoints = describeEndpoints(engine.endpoint, endpoint.url, directory.objectsUrl, options);
  const environment = localAwsVariables(endpoints);
  // Later ones win: nothing a person's shell says may lead a rehearsal to another place.
  const own = { ...withoutAws(options.variables(endpoints)), TZ: 'UTC', ...environment };
  const variables = { NODE_COMPILE_CACHE: path.join(options.cloudAssembly, 'compiled'), ...own };
  const place = (name: string, bundle: string) => ({
    name,
    bundle: path.resolve(options.cloudAssembly, bundle),
    variables,
    logFile: path.join(directory.logsPath, `${name}.log`),
  });
  const functions = new LambdaPool(
    Object.entries(manifest.functions).map(([name, { bundle, timeoutSeconds, memoryMb }]) => ({
      ...place(name, bundle),
      timeoutMs: timeoutSeconds * 1_000,
      memoryMb,
      concurrency: options.concurrency,
    })),
    (event) => events.publish(event),
    options.disturb,
  );
  stack.defer(() => functions.close());
  const invoke = async (name: string, event: Json): Promise<Json> => functions.invoke(name, event);
  const janitor = stack.use(new LocalJanitor(async (event) => invoke('janitor', event)));
  const workers = new WorkerProcesses(
    Object.entries(manifest.workers).map(([name, { bundle }]) => place(name, bundle)),
    (ended) => janitor.tell(taskStateChange(ended)),
  );
  stack.defer(() => workers.close());
  const executions = new Executions(stateMachineArn, definition, {
    tokens,
    objects: new DirectoryObjectStore(directory.objectsUrl),
    invoke,
    startWorker: async (worker, assigned) => workers.start(worker, assigned),
    publish: (event) => {
      events.publish(event);
      if (event.kind === 'execution-ended') janitor.tell(executionStatusChange(event));
    },
    mapConcurrencyMax: options.concurrency,
  });
  stack.defer(() => executions.close());
  Object.assign(running, { executions, workers });
  await directory.writeEndpoints(endpoints);
  return {
    endpoints,
    environment,
    events,
    invoke,
    get peakRssBytes() {
      return functions.peakRssBytes;
    },
    startExecution: (input, name) => (name === undefined ? executions.start(input) : executions.start(input, name)),
    busyProcessIds: (name) => functions.busyProcessIds(name),
    [Symbol.asyncDispose]: async () => stack.disposeAsync(),
  };
}

function describeEndpoints(
  dynamodb: string,
  stepFunctions: string,
  objects: string,
  options: LocalStackOptions,
): LocalEndpoints {
  const stack = options.stack ?? 'local';
  return { processId: process.pid, dynamodb, stepFunctions, table, objects, stateMachineArn, stack };
}

/** What the endpoint serves; it has an address before the rest can exist, because the rest is told this address. */
interface Running {
  executions: Executions | null;
  workers: WorkerProcesses | null;
}

function endpointDoors(tokens: TaskTokens, running: Running): EndpointDoors {
  return {
    tokens,
    executions: () => {
      if (running.executions === null) throw new StatesError('ServiceUnavailable', 'the local stack is starting');
      return running.executions;
    },
    stopWorker: (taskArn) => running.workers?.stop(taskArn),
    // Events of one project have no other listener on one machine; they are in the log of who put them.
    putEvents: () => undefined,
  };
}

async function readAssembly(directory: string) {
  const read = async (name: string): Promise<Json> => parseJson(await readFile(path.join(directory, name), 'utf8'));
  return {
    manifest: functionsManifestSchema.parse(await read(functionsManifestFile)),
    definition: await read(localDefinitionFile),
  };
}

/** Nothing of a person's own AWS account may reach a rehearsal. */
function withoutAws(variables: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !name.startsWith('AWS_')));
}

/** What the SDK reads. Every service that is not embedded is answered by the one endpoint, which refuses it by name. */
export function localAwsVariables(endpoints: LocalEndpoints): Readonly<Record<string, string>> {
  return {
    AWS_REGION: 'local',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL: endpoints.stepFunctions,
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
