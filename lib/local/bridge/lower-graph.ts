import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import { z } from 'zod';
import type { Json } from './json.ts';
import type { Graph, MapState, State, TaskState } from './states-language.ts';
import { timerSecondsMax } from './timers.ts';

/** A graph as the interpreter runs it: flat, with one handler for each state that the bridge performs itself. */
export interface LoweredGraph {
  readonly definition: StateMachineDefinition;
  readonly handled: ReadonlyMap<string, HandledState>;
}

export type HandledState =
  | { readonly kind: 'task'; readonly state: TaskState }
  | { readonly kind: 'map'; readonly state: MapState; readonly processor: LoweredGraph }
  | { readonly kind: 'parallel'; readonly branches: readonly LoweredGraph[] };

/**
 * The interpreter knows no task tokens, no heartbeats, no Distributed Map and no service but Lambda, and tells a handler
 * nothing when a sibling branch fails. So every Task, Map and Parallel becomes a Task with a handler of ours, and each
 * branch and each item is run by the bridge as a graph of its own. What the interpreter still does: order, Choice, Pass,
 * Wait, Retry, Catch, time-outs, paths and templates.
 */
export function lowerGraph(graph: Graph): LoweredGraph {
  const handled = new Map<string, HandledState>();
  const states: Record<string, unknown> = {};
  for (const [name, state] of Object.entries(graph.States)) {
    const one = handle(state);
    if (one !== null) handled.set(name, one);
    states[name] = rewrite(lowerState(state), name);
  }
  return { definition: definitionSchema.parse({ StartAt: graph.StartAt, States: states }), handled };
}

const definitionSchema = z.custom<StateMachineDefinition>((value) => typeof value === 'object' && value !== null);

function handle(state: State): HandledState | null {
  switch (state.Type) {
    case 'Task':
      return { kind: 'task', state };
    case 'Map':
      return { kind: 'map', state, processor: lowerGraph(state.ItemProcessor) };
    case 'Parallel':
      return { kind: 'parallel', branches: state.Branches.map(lowerGraph) };
    case 'Pass':
    case 'Choice':
    case 'Wait':
    case 'Succeed':
    case 'Fail':
      return null;
  }
}

function lowerState(state: State): object {
  switch (state.Type) {
    case 'Task': {
      const { HeartbeatSeconds: _heartbeat, TimeoutSeconds, ...rest } = state;
      return {
        ...rest,
        Resource: handledResource,
        TimeoutSeconds: Math.min(TimeoutSeconds ?? timerSecondsMax, timerSecondsMax),
      };
    }
    case 'Map': {
      const { InputPath, OutputPath, ResultSelector, ResultPath, Retry, Catch, Next, End } = state;
      return task({ InputPath, OutputPath, ResultSelector, ResultPath, Retry, Catch, Next, End });
    }
    case 'Parallel': {
      const { Branches: _branches, Type: _type, ...rest } = state;
      return task(rest);
    }
    case 'Pass':
    case 'Choice':
    case 'Wait':
    case 'Succeed':
    case 'Fail':
      return state;
  }
}

const handledResource = 'arn:aws:lambda:local:000000000000:function:handled-by-the-bridge';

/** The interpreter looks at the presence of fields: an absent one must not be there as undefined. */
function task(fields: object): object {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(present), Type: 'Task', Resource: handledResource, TimeoutSeconds: timerSecondsMax };
}

/**
 * The interpreter overwrites `$$.Execution.Input` in every graph and knows no `$$.State`: both are renamed to what the
 * bridge supplies. Intrinsic functions that lose backslashes in it are refused.
 */
function rewrite(value: unknown, stateName: string): unknown {
  if (typeof value === 'string') {
    if (/States\.(?:JsonToString|StringToJson|Base64)/u.test(value) || value.includes('$$.State.'))
      throw new Error(`state ${stateName}: ${value} cannot be run on one machine`);
    return value.replaceAll(/\$\$\.Execution\b/gu, '$$$$.Run');
  }
  if (Array.isArray(value)) return value.map((one: unknown) => rewrite(one, stateName));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]: readonly [string, unknown]) =>
      one === '$$.State.Name' ? [key.replace(/\.\$$/u, ''), stateName] : [key, rewrite(one, stateName)],
    ),
  );
}

/** The same renaming for a template that the bridge evaluates itself. */
export function rewriteTemplate(template: Readonly<Record<string, Json>>, stateName: string): Record<string, unknown> {
  return z.record(z.string(), z.unknown()).parse(rewrite(template, stateName));
}
