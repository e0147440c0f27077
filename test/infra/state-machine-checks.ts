import validate from 'asl-validator';
import { beforeAll, describe, expect, test } from 'vitest';
import { allStates, isFunctionTask, isGate, isWorkerTask, type State, targets, wordsOf } from './state-graph.ts';
import { type Synthesized, synthesizedOnce } from './synthesized.ts';

/** What each step may say (by hand, from the contract of the steps), and so what the Choice after it must know. */
const wordsAfter: Readonly<Record<string, readonly string[]>> = {
  Admitted: ['admitted', 'duplicate', 'refused'],
  PrecheckOutcome: ['passed', 'gate', 'stale'],
  ResolveOutcome: ['done', 'gate', 'stale'],
  PlanSchemaOutcome: ['next', 'done', 'gate', 'paused', 'stale'],
  PlanIndexesOutcome: ['next', 'done', 'gate', 'paused', 'stale'],
  PlanObjectsOutcome: ['next', 'done', 'gate', 'paused', 'stale'],
  PlanLoadOutcome: ['next', 'done', 'again', 'gate', 'paused', 'stale'],
  LoadChunkOutcome: ['more', 'done', 'paused', 'stale'],
  FinishLoadOutcome: ['done', 'again', 'gate', 'paused', 'stale'],
  PlanVerifyOutcome: ['next', 'done', 'gate', 'paused', 'stale'],
  VerifyChunkOutcome: ['more', 'done', 'paused', 'stale'],
  FinishVerifyOutcome: ['clean', 'again', 'gate', 'paused', 'stale'],
  RepairOutcome: ['done', 'more', 'gate', 'paused', 'stale'],
  CaptureOutcome: ['finished', 'again', 'paused', 'gate', 'stale'],
  ReplayOutcome: ['finished', 'again', 'paused', 'gate', 'stale'],
  ReverseCaptureOutcome: ['finished', 'again', 'paused', 'gate', 'stale'],
  ReverseReplayOutcome: ['finished', 'again', 'paused', 'gate', 'stale'],
};

/** Answers each gate must be able to act on. */
const answersAt: Readonly<Record<string, readonly string[]>> = {
  PrecheckDecision: ['retry', 'skip', 'abort', 'expired'],
  SelectionDecision: ['retry', 'skip', 'abort', 'expired'],
  SchemaDecision: ['retry', 'skip', 'abort', 'expired'],
  LoadDecision: ['retry', 'reload', 'skip', 'abort', 'expired'],
  IndexDecision: ['retry', 'skip', 'abort', 'expired'],
  VerificationDecision: ['repair', 'repair-and-delete', 'accept', 'retry', 'abort', 'expired'],
  ObjectsDecision: ['retry', 'skip', 'abort', 'expired'],
  MainResume: ['resume', 'abort', 'expired'],
  CaptureReady: ['opened', 'abort', 'expired'],
  CaughtUp: ['opened', 'abort', 'expired'],
  CaptureDecision: ['retry', 'abort', 'finish', 'release', 'expired'],
  ReplayDecision: ['retry', 'abort', 'finish', 'release', 'expired'],
  CaptureResume: ['resume', 'abort', 'release', 'expired'],
  ReplayResume: ['resume', 'abort', 'release', 'expired'],
  ReplayOpens: ['opened', 'abort', 'expired'],
};

describe('the state machine', () => {
  let synthesized: Synthesized;
  let states: readonly State[];
  const named = (name: string): State => {
    const state = states.find((one) => one.name === name);
    if (state === undefined) throw new Error(`no state ${name}`);
    return state;
  };

  beforeAll(async () => {
    synthesized = await synthesizedOnce();
    states = allStates(synthesized.definition);
  });

  test('is a valid definition', () => {
    // A copy: the validator writes defaults into what it is given.
    const result = validate(structuredClone(synthesized.definition), { checkArn: false, checkPaths: true });
    expect(result.isValid ? '' : result.errorsText()).toBe('');
  });

  test('names every state once', () => {
    const names = states.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test('uses neither JSONata nor variables nor a ResultPath of the whole payload', () => {
    const text = JSON.stringify(synthesized.definition);
    expect(text).not.toMatch(/"(QueryLanguage|Assign|Arguments|Output|Items)":/);
    expect(states.filter(({ ResultPath }) => ResultPath === '$')).toEqual([]);
  });

  test('gives every task a timeout, longer than the function it calls', () => {
    for (const state of states.filter(({ Type }) => Type === 'Task')) {
      expect(state.TimeoutSeconds, state.name).toBeGreaterThan(0);
      if (!isFunctionTask(state)) continue;
      const called = (state.Resource ?? '').split(':').at(-1) ?? '';
      expect(state.TimeoutSeconds, state.name).toBeGreaterThan(
        synthesized.manifest.functions[called]?.timeoutSeconds ?? 0,
      );
    }
  });

  test('fits AWS: definition within 1 MB, names within 80 characters, labels within 40', () => {
    expect(Buffer.byteLength(JSON.stringify(synthesized.definition))).toBeLessThan(1_048_576);
    expect(states.filter(({ name }) => name.length > 80)).toEqual([]);
  });

  test.each(Object.entries(wordsAfter))('%s knows every word', (name, words) => {
    expect(wordsOf(named(name)).sort()).toEqual([...words].sort());
  });

  test.each(Object.entries(answersAt))('gate %s acts on every answer', (name, answers) => {
    expect(wordsOf(named(`${name}Answer`))).toEqual(expect.arrayContaining([...answers]));
  });

  test('has no other gates than those listed above and the reverse ones', () => {
    const reverse = ['ReverseCapture', 'ReverseReplay'].flatMap((branch) =>
      ['Decision', 'Resume', 'Opens'].map((suffix) => `${branch}${suffix}`),
    );
    expect(
      states
        .filter(isGate)
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...Object.keys(answersAt), ...reverse].sort());
  });

  test('gates catch their timeout only, and close before they give up', () => {
    for (const gate of states.filter(isGate)) {
      expect(gate.Catch, gate.name).toEqual([
        { ErrorEquals: ['States.Timeout'], Next: `${gate.name}Expires`, ResultPath: '$.result' },
      ]);
      expect(named(`${gate.name}Expires`).Parameters['close']).toBe(true);
    }
  });

  test('every step of a branch and every map is caught to a decision gate, never to a failure', () => {
    const uncaught = states
      .filter((state) => (isFunctionTask(state) || state.Type === 'Map') && state.Catch.length === 0)
      .map(({ name }) => name)
      .sort();
    const closings = states.filter(isGate).map(({ name }) => `${name}Expires`);
    // Children of maps fail by themselves; Admit, the two ends and the closings have no gate to go to.
    const alone = [
      'Admit',
      'FinishProject',
      'EndProject',
      'LoadChunk',
      'VerifyChunk',
      'MigrateObject',
      'BuildIndex',
      'ProcessObject',
    ];
    expect(uncaught).toEqual([...closings, ...alone].sort());
    for (const state of states) {
      for (const { Next } of state.Catch) expect(named(Next).Type, state.name).not.toBe('Fail');
    }
  });

  test('only failures of the Lambda service are retried, with jitter, and workers never', () => {
    for (const state of states) {
      for (const retry of state.Retry) {
        expect(
          retry.ErrorEquals.every((error) => error.startsWith('Lambda.')),
          state.name,
        ).toBe(true);
        expect(retry['JitterStrategy']).toBe('FULL');
        expect(retry.MaxAttempts).toBeLessThanOrEqual(6);
      }
      if (isWorkerTask(state)) expect(state.Retry, state.name).toEqual([]);
    }
  });

  test('workers of the branches are lost after 300 seconds without a heartbeat, and counted', () => {
    const tasks = states.filter((state) => isWorkerTask(state) && !state.name.endsWith('ByWorker'));
    expect(tasks.map(({ name }) => name).sort()).toEqual([
      'CaptureRedo',
      'CaptureTargetChanges',
      'ReplayChanges',
      'ReplayTargetChanges',
    ]);
    for (const task of tasks) {
      expect(task.HeartbeatSeconds).toBe(300);
      expect(named(task.Catch[0]?.Next ?? '').Resource).toMatch(/:count-loss$/);
    }
  });

  test('maps write results away and keep nothing of them; children of maps that are finished by a step may fail', () => {
    const maps = states.filter(({ Type }) => Type === 'Map');
    expect(maps.map(({ name }) => name).sort()).toEqual([
      'BuildIndexes',
      'FullLoad',
      'MigrateSchema',
      'ProcessObjects',
      'Verify',
    ]);
    for (const map of maps) {
      expect(map).toMatchObject({
        ResultPath: null,
        MaxConcurrencyPath: '$.result.concurrency',
        ResultWriter: { WriterConfig: { Transformation: 'COMPACT' } },
        ItemReader: { ReaderConfig: { InputType: 'JSONL' } },
        ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
      });
      const finished = ['FullLoad', 'Verify'].includes(map.name);
      // Absent is AWS's own way of saying that none is tolerated.
      expect(map['ToleratedFailurePercentage'], map.name).toBe(finished ? 100 : undefined);
      expect(map.Next, map.name).toMatch(finished ? /^Finish/ : /^Plan/);
    }
  });

  test('no state hands on the whole payload, except Admit what it was started with', () => {
    const whole = states.filter(({ Parameters }) => Object.values(Parameters).includes('$')).map(({ name }) => name);
    expect(whole).toEqual(['Admit']);
  });

  test('a plan with incremental or reverse fails with a message instead of pretending', () => {
    expect(targets(named('OnlyBuiltStages'))).toEqual(['Migrate', 'IncrementalNotBuilt']);
    expect(named('IncrementalNotBuilt')).toMatchObject({ Type: 'Fail', Error: 'NOT_BUILT' });
  });

  test('the five branches begin with a Choice that may end them at once', () => {
    const starts = targets(named('Migrate')).filter((name) => name !== 'MainOutcome');
    expect(starts).toEqual([
      'MainBegins',
      'CaptureWanted',
      'ReplayWanted',
      'ReverseCaptureWanted',
      'ReverseReplayWanted',
    ]);
    for (const branch of ['Capture', 'Replay', 'ReverseCapture', 'ReverseReplay']) {
      expect(named(`${branch}Wanted`).Default).toBe(`${branch}Ends`);
    }
    expect(named('MainBegins').Next).toBe('SchemaWanted');
  });

  test('every function of the machine is one that is deployed, and every deployed one is used or woken by events', () => {
    const called = new Set(
      states.flatMap((state) => {
        const resource = isGate(state) ? String(state.Parameters['FunctionName']) : (state.Resource ?? '');
        const name = /:function:([a-z-]+)$/.exec(resource)?.[1];
        return name === undefined ? [] : [name];
      }),
    );
    const deployed = Object.keys(synthesized.manifest.functions).filter(
      (name) => !['janitor', 'operate'].includes(name),
    );
    expect([...called].sort()).toEqual(deployed.sort());
  });
});
