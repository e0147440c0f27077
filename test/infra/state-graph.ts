import { z } from 'zod';

/** A state as far as the checks read it. */
const catcher = z.object({ ErrorEquals: z.array(z.string()), Next: z.string(), ResultPath: z.string().optional() });
const baseSchema = z.looseObject({
  Type: z.enum(['Task', 'Choice', 'Map', 'Parallel', 'Pass', 'Wait', 'Succeed', 'Fail']),
  Resource: z.string().optional(),
  Next: z.string().optional(),
  Default: z.string().optional(),
  Choices: z.array(z.looseObject({ Next: z.string() })).default([]),
  Catch: z.array(catcher).default([]),
  Retry: z.array(z.looseObject({ ErrorEquals: z.array(z.string()), MaxAttempts: z.number() })).default([]),
  Parameters: z.record(z.string(), z.unknown()).default({}),
  ResultPath: z.string().nullable().optional(),
  TimeoutSeconds: z.number().optional(),
  HeartbeatSeconds: z.number().optional(),
  Branches: z.array(z.unknown()).default([]),
  ItemProcessor: z.unknown().optional(),
});
export type State = z.infer<typeof baseSchema> & { readonly name: string };

const graphSchema = z.looseObject({ StartAt: z.string(), States: z.record(z.string(), z.unknown()) });

/** All states of a definition, those inside branches and maps too, in a flat list: names may repeat in it. */
export function allStates(graph: unknown): State[] {
  const { States } = graphSchema.parse(graph);
  return Object.entries(States).flatMap(([name, raw]) => {
    const state = { ...baseSchema.parse(raw), name };
    return [state, ...innerGraphs(state).flatMap(allStates)];
  });
}

function innerGraphs(state: State): unknown[] {
  return [...state.Branches, ...(state.ItemProcessor === undefined ? [] : [state.ItemProcessor])];
}

/** Where a state may lead. */
export function targets(state: State): string[] {
  return [
    ...(state.Next === undefined ? [] : [state.Next]),
    ...(state.Default === undefined ? [] : [state.Default]),
    ...state.Choices.map(({ Next }) => Next),
    ...state.Catch.map(({ Next }) => Next),
    ...innerGraphs(state).map((graph) => graphSchema.parse(graph).StartAt),
  ];
}

export function isFunctionTask(state: State): boolean {
  return state.Type === 'Task' && (state.Resource ?? '').includes(':function:');
}

export function isGate(state: State): boolean {
  return state.Resource === 'arn:aws:states:::lambda:invoke.waitForTaskToken';
}

export function isWorkerTask(state: State): boolean {
  return state.Resource === 'arn:aws:states:::ecs:runTask.waitForTaskToken';
}

/** The words a Choice on `$.result.outcome` or `$.outcome` knows. */
export function wordsOf(choice: State): string[] {
  const words: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === 'object' && value !== null) {
      const { Variable, StringEquals } = z
        .looseObject({ Variable: z.string().optional(), StringEquals: z.string().optional() })
        .parse(value);
      if (Variable?.endsWith('outcome') === true && StringEquals !== undefined) words.push(StringEquals);
      Object.values(value).forEach(visit);
    }
  };
  visit(choice.Choices);
  return words;
}

/** Events AWS writes for one pass through a state without retries (developer guide, execution history events). */
export function eventsOf(state: State): number {
  const entered = 2;
  switch (state.Type) {
    case 'Task':
      // Function by ARN: scheduled, started, succeeded. With a token: scheduled, started, submitted, succeeded.
      return entered + (isGate(state) || isWorkerTask(state) ? 4 : 3);
    case 'Map':
      // Map state started and succeeded, map run started and succeeded; children have histories of their own.
      return entered + 4;
    case 'Parallel':
      return entered + 2;
    case 'Choice':
    case 'Pass':
    case 'Wait':
    case 'Succeed':
      return entered;
    case 'Fail':
      return 1;
  }
}
