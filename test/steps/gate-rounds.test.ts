import { describe, expect, it } from 'vitest';
import { gateItem, projectItem } from '../../lib/model/stored-item.ts';
import { answerGate } from '../../lib/steps/answer-gate.ts';
import { askGate } from '../../lib/steps/ask-gate.ts';
import { latestGate } from '../../lib/steps/gate-items.ts';
import { closeGate, openGate } from '../../lib/steps/open-gate.ts';
import { pendingGate } from '../../lib/steps/pending-gate.ts';
import { beginStage, endStage, readStage } from '../../lib/steps/stage-progress.ts';
import { manualClock, memoryTaskCallback } from '../support/memory-doors.ts';
import { memoryProjectStore } from '../support/memory-project-store.ts';

const projectId = 'orders-0123456789ab';
const gate = 'PrecheckDecision' as const;
const caught = { Error: 'Runtime.ExitError', Cause: 'out of memory' };

async function setUp() {
  const doors = { store: memoryProjectStore(), tasks: memoryTaskCallback(), clock: manualClock() };
  const body = {
    projectId,
    name: 'orders',
    tags: [],
    state: 'running' as const,
    desired: 'running' as const,
    generation: 1,
    executionArn: null,
    specKey: 'spec',
    specSha256: '0',
    planKey: null,
    until: null,
    snapshotScn: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    endedAt: null,
    fault: null,
    stateFormat: 1,
  };
  await doors.store.put(projectItem, projectId, null, body, 0);
  return {
    doors,
    open: (result: object) => openGate(doors, { projectId, generation: 1, gate, token: doors.tasks.issue(), result }),
    answer: (word: 'retry' | 'skip') => answerGate(doors, { projectId, gate, answer: word, by: 'ann' }),
    ask: async (question: string) => {
      const { round } = await beginStage(doors, projectId, 'precheck');
      const allowed = ['retry', 'skip'] as const;
      await askGate(doors, projectId, { gate, stage: 'precheck', round, question, allowed, faults: [] });
    },
    latest: async () => (await latestGate(doors.store, projectId, gate))?.body,
    pending: async () => pendingGate(doors.store, projectId, gate, await readStage(doors.store, projectId, 'precheck')),
  };
}

describe('a step that failed before it could ask', () => {
  it('stops its stage at the gate, so that the answer is the stage’s and the next question is heard', async () => {
    const { doors, open, answer, ask, latest, pending } = await setUp();
    await beginStage(doors, projectId, 'precheck');
    await open(caught);
    expect(await pending()).toEqual({ kind: 'waiting' });
    await answer('retry');
    expect(await pending()).toMatchObject({ kind: 'answered', answer: 'retry' });

    await ask('2 of 9 items failed?');
    await open({ outcome: 'gate' });
    expect(await latest()).toMatchObject({ round: 2, question: '2 of 9 items failed?', allowed: ['retry', 'skip'] });
    await answer('skip');
    expect(await pending()).toMatchObject({ kind: 'answered', answer: 'skip' });
  });

  it('that fails again asks again, in a round of its own', async () => {
    const { open, answer, latest } = await setUp();
    await open(caught);
    await answer('retry');
    await open(caught);
    expect(await latest()).toMatchObject({ round: 2, answer: null, allowed: ['retry', 'abort'] });
  });

  it('keeps a question that was written before the failure', async () => {
    const { ask, open, latest } = await setUp();
    await ask('written?');
    await open(caught);
    expect(await latest()).toMatchObject({ round: 1, question: 'written?', allowed: ['retry', 'skip'] });
  });

  it('does not undo a stage that is done', async () => {
    const { doors, open } = await setUp();
    await beginStage(doors, projectId, 'precheck');
    await endStage(doors, projectId, 'precheck');
    await open(caught);
    expect((await readStage(doors.store, projectId, 'precheck')).status).toBe('done');
  });
});

describe('a gate whose time is over', () => {
  it('is asked anew by the next execution, in a round that can be answered', async () => {
    const { doors, ask, open, pending, latest, answer } = await setUp();
    await ask('first?');
    await open({ outcome: 'gate' });
    expect(await closeGate(doors, { projectId, generation: 1, gate })).toEqual({ outcome: 'expired' });
    expect(await pending()).toEqual({ kind: 'none' });
    await ask('second?');
    await open({ outcome: 'gate' });
    expect(await latest()).toMatchObject({ round: 2, question: 'second?' });
    await answer('retry');
    const first = await doors.store.get(gateItem, projectId, { gate, round: 1 });
    expect(first?.body.answer).toBeNull();
  });
});
