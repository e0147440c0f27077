import { setImmediate } from 'node:timers/promises';
import { ExecutionError, StateMachine } from 'aws-local-stepfunctions';
import type { BridgeDoors, Surroundings } from './bridge-doors.ts';
import { jsonSchema, type Json } from './json.ts';
import type { HandledState, LoweredGraph } from './lower-graph.ts';
import { reportEvents } from './report-events.ts';
import { runMap } from './run-map.ts';
import { runParallel } from './run-parallel.ts';
import { runTask } from './run-task.ts';
import { checkPayload, StatesError } from './states-error.ts';

/**
 * Runs one graph to its end: the execution itself, one branch of a Parallel, or one item of a Map. When it ends, in
 * whatever way, the tokens it issued are dead; functions it called keep running until something refuses them, as on AWS.
 */
export async function runGraph(
  doors: BridgeDoors,
  graph: LoweredGraph,
  input: Json,
  around: Surroundings,
): Promise<Json> {
  checkPayload(input, 'the input');
  around.signal.throwIfAborted();
  const own = new AbortController();
  const inner: Surroundings = { ...around, signal: AbortSignal.any([around.signal, own.signal]) };
  const tokens = new Set<string>();
  const context = {
    Run: around.run,
    Task: {
      get Token(): string {
        const token = doors.tokens.issue();
        tokens.add(token);
        return token;
      },
    },
  };
  const machine = new StateMachine(graph.definition, { validationOptions: { noValidate: true } });
  const handlers = Object.fromEntries(
    [...graph.handled].map(([name, state]) => [
      name,
      async (effective: Json): Promise<Json> => {
        // One turn of the loop, so that a payload refused at the last edge stops the machine before this state acts.
        await setImmediate();
        inner.signal.throwIfAborted();
        checkPayload(effective, `the input of ${name}`);
        const output = await perform(doors, { name, state, input: effective, tokens }, inner);
        checkPayload(output, `the output of ${name}`);
        return output;
      },
    ]),
  );
  const run = machine.run(input, { overrides: { taskResourceLocalHandlers: handlers }, context });
  const refused = Promise.withResolvers<never>();
  refused.promise.catch(() => undefined);
  const stop = (): void => {
    run.abort();
  };
  inner.signal.addEventListener('abort', stop, { once: true });
  const reported = reportEvents(run.eventLogs, around, doors.publish, (error) => {
    refused.reject(error);
    own.abort(error);
  });
  try {
    const output = jsonSchema.parse(await Promise.race([run.result, refused.promise]));
    checkPayload(output, 'the output');
    return output;
  } catch (error) {
    if (around.signal.aborted) throw around.signal.reason;
    throw error instanceof ExecutionError && error.cause instanceof Error ? error.cause : error;
  } finally {
    inner.signal.removeEventListener('abort', stop);
    own.abort(new StatesError('States.Runtime', 'the graph has ended'));
    for (const token of tokens) doors.tokens.kill(token);
    await reported;
  }
}

export interface Performance {
  readonly name: string;
  readonly state: HandledState;
  readonly input: Json;
  /** Tokens issued for states of this graph so far. */
  readonly tokens: ReadonlySet<string>;
}

async function perform(doors: BridgeDoors, one: Performance, around: Surroundings): Promise<Json> {
  switch (one.state.kind) {
    case 'task':
      return runTask(doors, one.state.state, one.input, one.tokens);
    case 'parallel':
      return runParallel(doors, one.name, one.state.branches, one.input, { around, runGraph });
    case 'map':
      return runMap(doors, one.name, one.state, one.input, { around, runGraph });
  }
}
