import { z } from 'zod';
import type { BridgeDoors } from './bridge-doors.ts';
import { type Json, jsonSchema } from './json.ts';
import { describeError, StatesError } from './states-error.ts';
import type { TaskState } from './states-language.ts';
import { clampTimerMs } from './timers.ts';

const functionArn = /^arn:aws[a-z-]*:lambda:[^:]*:\d{12}:function:(?<name>[^:]+)$/u;

/** Resources a Task may name here; anything else is refused before the machine starts. */
export function isKnownResource(resource: string): boolean {
  return functionArn.test(resource) || integrations.has(resource);
}

const integrations: ReadonlySet<string> = new Set([
  'arn:aws:states:::lambda:invoke',
  'arn:aws:states:::lambda:invoke.waitForTaskToken',
  'arn:aws:states:::ecs:runTask.waitForTaskToken',
]);

/** Performs one Task: calls its function, or starts what will answer its token and waits for that. */
export async function runTask(
  doors: BridgeDoors,
  state: TaskState,
  input: Json,
  issued: ReadonlySet<string>,
): Promise<Json> {
  const name = functionArn.exec(state.Resource)?.groups?.['name'];
  if (name !== undefined) return doors.invoke(name, input);
  if (state.Resource === 'arn:aws:states:::lambda:invoke') {
    const call = readCall(input);
    return { ExecutedVersion: '$LATEST', Payload: await doors.invoke(call.name, call.payload), StatusCode: 200 };
  }
  const token = findToken(input, doors, issued);
  if (token === null) throw new StatesError('States.Runtime', 'a state that waits for a token does not pass it on');
  const start =
    state.Resource === 'arn:aws:states:::ecs:runTask.waitForTaskToken'
      ? startWorker(doors, input)
      : callForToken(doors, input);
  start.catch((error: unknown) => {
    const { error: errorName, cause } = describeError(error);
    if (doors.tokens.isAlive(token)) doors.tokens.fail(token, errorName, cause);
  });
  // The interpreter raises States.Timeout by itself but cannot tell anybody: the token must die at the same moment.
  const seconds = state.TimeoutSeconds;
  const timer =
    seconds === undefined ? null : setTimeout(() => doors.tokens.kill(token), clampTimerMs(seconds * 1_000));
  try {
    return await doors.tokens.answer(token, state.HeartbeatSeconds ?? null);
  } finally {
    if (timer !== null) clearTimeout(timer);
  }
}

const callSchema = z.object({ FunctionName: z.string(), Payload: jsonSchema.optional() });

function readCall(input: Json): { readonly name: string; readonly payload: Json } {
  const call = callSchema.safeParse(input);
  if (!call.success) throw new StatesError('States.Runtime', 'lambda:invoke without FunctionName');
  const { FunctionName: target, Payload: payload } = call.data;
  return { name: functionArn.exec(target)?.groups?.['name'] ?? target, payload: payload ?? {} };
}

async function callForToken(doors: BridgeDoors, input: Json): Promise<void> {
  const call = readCall(input);
  await doors.invoke(call.name, call.payload);
}

const workerSchema = z.object({
  TaskDefinition: z.string(),
  Overrides: z.object({
    ContainerOverrides: z.array(
      z.object({ Environment: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]) }),
    ),
  }),
});

/** Task definitions are named `worker:<role>` in the definition for one machine. */
async function startWorker(doors: BridgeDoors, input: Json): Promise<void> {
  const { TaskDefinition: definition, Overrides: overrides } = workerSchema.parse(input);
  const worker = definition.replace(/^worker:/u, '');
  const variables = overrides.ContainerOverrides.flatMap(({ Environment }) => Environment);
  await doors.startWorker(worker, Object.fromEntries(variables.map(({ Name, Value }) => [Name, Value])));
}

/** Templates are evaluated by the interpreter: which of the issued tokens went into this input is read from it. */
function findToken(value: Json, doors: BridgeDoors, issued: ReadonlySet<string>): string | null {
  if (typeof value === 'string') return issued.has(value) && doors.tokens.isAlive(value) ? value : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const one of Object.values(value)) {
    const found = findToken(one, doors, issued);
    if (found !== null) return found;
  }
  return null;
}
