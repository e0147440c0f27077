import { beforeAll, describe, expect, test } from 'vitest';
import { allStates, eventsOf, type State, targets } from './state-graph.ts';
import { synthesizedOnce } from './synthesized.ts';

/**
 * How often the paths of an execution are walked in 90 days at worst. A path is a list of states, each of which leads to
 * the next; the times are the promises behind it: an operator decides at each gate and pauses at most every three
 * days, a worker is replaced daily and lost daily, views depend on each other over at most 50 levels.
 */
interface Path {
  readonly what: string;
  readonly times: number;
  readonly states: readonly string[];
}

const decisions = 30;
const pauses = 30;
const days = 90;
const levels = 50;

const stage = (plan: string, map: string, gate: string): Path[] => [
  { what: `${plan}: a level`, times: levels, states: [plan, `${plan}Outcome`, map] },
  { what: `${plan}: a decision`, times: decisions, states: [plan, `${plan}Outcome`, gate, `${gate}Answer`] },
  { what: `${plan}: a level again`, times: decisions, states: [plan, `${plan}Outcome`, map] },
];

const worker = (branch: string, task: string): Path[] => [
  { what: `${task}: replaced`, times: days, states: [task, `${branch}Outcome`] },
  { what: `${task}: lost`, times: days, states: [task, `${branch}Lost`, `${branch}LostOutcome`, `${branch}Restarts`] },
  { what: `${task}: decided`, times: decisions, states: [`${branch}Decision`, `${branch}DecisionAnswer`] },
  {
    what: `${task}: paused`,
    times: pauses,
    states: [task, `${branch}Outcome`, `${branch}Resume`, `${branch}ResumeAnswer`],
  },
];

const paths: readonly Path[] = [
  { what: 'admission', times: 1, states: ['Admit', 'Admitted'] },
  {
    what: 'precheck',
    times: decisions,
    states: ['Precheck', 'PrecheckOutcome', 'PrecheckDecision', 'PrecheckDecisionAnswer'],
  },
  {
    what: 'selection',
    times: decisions,
    states: ['ResolveObjects', 'ResolveOutcome', 'SelectionDecision', 'SelectionDecisionAnswer'],
  },
  {
    what: 'branches',
    times: 1,
    states: ['KeepPlan', 'OnlyBuiltStages', 'Migrate', 'MainOutcome', 'FinishProject', 'ProjectCompleted'],
  },
  ...stage('PlanSchema', 'MigrateSchema', 'SchemaDecision'),
  ...stage('PlanIndexes', 'BuildIndexes', 'IndexDecision'),
  ...stage('PlanObjects', 'ProcessObjects', 'ObjectsDecision'),
  {
    what: 'load: rounds and decisions',
    times: decisions,
    states: [
      'PlanLoad',
      'PlanLoadOutcome',
      'FullLoad',
      'FinishLoad',
      'FinishLoadOutcome',
      'LoadDecision',
      'LoadDecisionAnswer',
    ],
  },
  {
    what: 'verification: rounds, repairs, decisions',
    times: decisions,
    states: [
      'PlanVerify',
      'PlanVerifyOutcome',
      'Verify',
      'FinishVerify',
      'FinishVerifyOutcome',
      'VerificationDecision',
      'VerificationDecisionAnswer',
      'Repair',
      'RepairOutcome',
    ],
  },
  {
    what: 'main: paused in its longest stage',
    times: pauses,
    states: [
      'PlanLoad',
      'PlanLoadOutcome',
      'MainResume',
      'MainResumeAnswer',
      'MainBegins',
      'SchemaWanted',
      'PlanSchema',
      'PlanSchemaOutcome',
      'FullLoadWanted',
    ],
  },
  ...worker('Capture', 'CaptureRedo'),
  ...worker('Replay', 'ReplayChanges'),
  ...worker('ReverseCapture', 'CaptureTargetChanges'),
  ...worker('ReverseReplay', 'ReplayTargetChanges'),
];

describe('the history of an execution over 90 days', () => {
  let states: ReadonlyMap<string, State>;
  const named = (name: string): State => {
    const state = states.get(name);
    if (state === undefined) throw new Error(`no state ${name}`);
    return state;
  };

  beforeAll(async () => {
    states = new Map(allStates((await synthesizedOnce()).definition).map((state) => [state.name, state]));
  });

  test.each(paths)('$what is a path of the machine', (path) => {
    for (const [index, name] of path.states.entries()) {
      const next = path.states[index + 1];
      if (next !== undefined) expect(targets(named(name)), name).toContain(next);
    }
  });

  test('stays under 20,000 events at the worst allowed counts', () => {
    const events = paths.map(({ what, times, states: names }) => ({
      what,
      events: times * names.reduce((sum, name) => sum + eventsOf(named(name)), 0),
    }));
    const total = events.reduce((sum, { events: count }) => sum + count, 0);
    expect(total, events.map(({ what, events: count }) => `${count} ${what}`).join('\n')).toBeLessThan(20_000);
    // A count that is far too small would mean that the paths no longer say anything.
    expect(total).toBeGreaterThan(5_000);
  });

  test('a chunk that takes all its fifty turns stays within a child’s 25,000', () => {
    const turn = eventsOf(named('LoadChunk')) + eventsOf(named('LoadChunkOutcome'));
    // Each turn may be retried six times for failures of the Lambda service: three more events each.
    expect(50 * (turn + 6 * 3)).toBeLessThan(25_000);
  });
});
