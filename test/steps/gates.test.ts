import { describe, expect, it } from 'vitest';
import { gateItem, projectItem, type ProjectItem } from '../../lib/model/stored-item.ts';
import { answerGate } from '../../lib/steps/answer-gate.ts';
import { deliverAnswer, emptyGate, latestGate, openCondition, undeliveredAnswers } from '../../lib/steps/gate-items.ts';
import { closeGate, openGate } from '../../lib/steps/open-gate.ts';
import { readAudit } from '../../lib/steps/record-audit.ts';
import { manualClock, memoryTaskCallback } from '../support/memory-doors.ts';
import { memoryProjectStore } from '../support/memory-project-store.ts';

const projectId = 'orders-0123456789ab';
const gate = 'LoadDecision' as const;
const input = { projectId, generation: 1, gate };

function project(changes: Partial<ProjectItem> = {}): ProjectItem {
  return {
    projectId,
    name: 'orders',
    tags: [],
    state: 'running',
    desired: 'running',
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
    ...changes,
  };
}

async function setUp(changes: Partial<ProjectItem> = {}) {
  const doors = { store: memoryProjectStore(), tasks: memoryTaskCallback(), clock: manualClock() };
  await doors.store.put(projectItem, projectId, null, project(changes), 0);
  const ask = async (round: number): Promise<void> => {
    const item = { ...emptyGate(gate, round, ['retry', 'skip', 'abort']), question: `round ${round}?` };
    await doors.store.put(gateItem, projectId, { gate, round }, item, 0);
  };
  const answer = async (word: 'retry' | 'skip' | 'abort', by = 'ann') =>
    answerGate(doors, { projectId, gate, answer: word, by });
  return { ...doors, doors, ask, answer };
}

async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('a decision gate', () => {
  it('hands an answer to the token that waits for it', async () => {
    const { doors, tasks, ask, answer } = await setUp();
    await ask(1);
    const token = tasks.issue();
    await openGate(doors, { ...input, token });
    expect(tasks.state(token)).toEqual({ kind: 'waiting' });
    await answer('skip');
    expect(tasks.state(token)).toEqual({ kind: 'succeeded', output: { outcome: 'skip' } });
    expect((await latestGate(doors.store, projectId, gate))?.body.delivered).toBe(true);
  });

  it('hands over an answer that was given before there was a token', async () => {
    const { doors, tasks, ask, answer } = await setUp();
    await ask(1);
    await answer('skip');
    const token = tasks.issue();
    await openGate(doors, { ...input, token });
    expect(tasks.state(token)).toEqual({ kind: 'succeeded', output: { outcome: 'skip' } });
  });

  it('keeps the answer of a dead token for the next token of the same round', async () => {
    const { doors, store, tasks, ask, answer } = await setUp();
    await ask(1);
    const first = tasks.issue();
    await openGate(doors, { ...input, token: first });
    tasks.kill(first);
    await answer('skip');
    expect((await latestGate(store, projectId, gate))?.body).toMatchObject({ delivered: false, token: null });
    const second = tasks.issue();
    await openGate(doors, { ...input, token: second });
    expect(tasks.state(second)).toEqual({ kind: 'succeeded', output: { outcome: 'skip' } });
  });

  it('never lets an answer reach the question of a later round', async () => {
    const { doors, tasks, ask, answer } = await setUp();
    await ask(1);
    await answer('skip');
    await ask(2);
    const token = tasks.issue();
    await openGate(doors, { ...input, token });
    expect(tasks.state(token)).toEqual({ kind: 'waiting' });
  });

  it('asks anew after a delivered retry, even when nobody raised the round', async () => {
    const { doors, store, tasks, ask, answer } = await setUp();
    await ask(1);
    const first = tasks.issue();
    await openGate(doors, { ...input, token: first });
    await answer('retry');
    const second = tasks.issue();
    await openGate(doors, { ...input, token: second });
    expect(tasks.state(second)).toEqual({ kind: 'waiting' });
    expect((await latestGate(store, projectId, gate))?.body.round).toBe(2);
  });

  it('lets the first of two different answers win', async () => {
    const { doors, ask, answer } = await setUp();
    await ask(1);
    const both = await Promise.allSettled([answer('skip', 'ann'), answer('abort', 'bob')]);
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await collect(readAudit(doors.store, projectId))).toHaveLength(1);
  });

  it('accepts the same answer of the same person twice and records it once', async () => {
    const { doors, clock, ask, answer } = await setUp();
    await ask(1);
    await answer('skip');
    clock.advance(5_000);
    await answer('skip');
    expect(await collect(readAudit(doors.store, projectId))).toEqual([
      { at: '2026-01-01T00:00:00.000Z', by: 'ann', command: 'answer', detail: 'LoadDecision round 1: skip' },
    ]);
  });

  it('refuses an answer it does not take', async () => {
    const { doors, ask } = await setUp();
    await ask(1);
    await expect(answerGate(doors, { projectId, gate, answer: 'repair', by: 'ann' })).rejects.toMatchObject({
      record: { code: 'GATE_CLOSED' },
    });
  });

  it('refuses an answer to a round that was asked before', async () => {
    const { doors, ask } = await setUp();
    await ask(1);
    await ask(2);
    await expect(answerGate(doors, { projectId, gate, round: 1, answer: 'skip', by: 'ann' })).rejects.toMatchObject({
      record: { code: 'GATE_CLOSED' },
    });
  });

  it('refuses an answer before anything was asked', async () => {
    const { answer } = await setUp();
    await expect(answer('skip')).rejects.toMatchObject({ record: { code: 'GATE_CLOSED' } });
  });

  it('delivers once when token and answer are written at the same moment, in whichever order', async () => {
    for (const first of ['token', 'answer'] as const) {
      const { doors, store, tasks, ask, answer } = await setUp();
      await ask(1);
      const token = tasks.issue();
      let other: Promise<unknown> | null = null;
      // The other side writes between the read and the write of the first one, which then has to look again.
      store.beforePut = async (kind) => {
        if (kind !== 'GATE' || other !== null) return;
        other = Promise.resolve();
        other = first === 'token' ? answer('skip') : openGate(doors, { ...input, token });
        await other;
      };
      await (first === 'token' ? openGate(doors, { ...input, token }) : answer('skip'));
      expect(tasks.state(token)).toEqual({ kind: 'succeeded', output: { outcome: 'skip' } });
      expect(tasks.deliveries()).toBe(1);
      expect((await latestGate(store, projectId, gate))?.body.delivered).toBe(true);
    }
  });

  it('lists an answer whose delivery was interrupted, and delivering it again serves the token', async () => {
    const { doors, store, tasks, ask } = await setUp();
    await ask(1);
    const token = tasks.issue();
    await openGate(doors, { ...input, token });
    const interrupted = { ...doors, tasks: { ...tasks, succeed: () => Promise.reject(new Error('killed')) } };
    await expect(answerGate(interrupted, { projectId, gate, answer: 'skip', by: 'ann' })).rejects.toThrow('killed');
    const waiting = await collect(undeliveredAnswers(store));
    expect(waiting).toEqual([{ projectId, gate, round: 1 }]);
    for (const one of waiting) expect(await deliverAnswer(store, tasks, one)).toBe('delivered');
    expect(tasks.state(token)).toEqual({ kind: 'succeeded', output: { outcome: 'skip' } });
    expect(await collect(undeliveredAnswers(store))).toEqual([]);
  });

  it('refuses the token of a generation that was replaced', async () => {
    const { doors, tasks } = await setUp({ generation: 2 });
    await expect(openGate(doors, { ...input, token: tasks.issue() })).rejects.toMatchObject({
      record: { code: 'STALE_GENERATION' },
    });
  });
});

describe('a gate nobody put a question for', () => {
  it('asks about the unexpected failure', async () => {
    const { doors, store, tasks } = await setUp();
    await openGate(doors, { ...input, token: tasks.issue(), result: { Error: 'TypeError', Cause: 'x is undefined' } });
    const item = (await latestGate(store, projectId, gate))?.body;
    expect(item?.question).toContain('TypeError: x is undefined');
    expect(item?.allowed).toEqual(['retry', 'abort']);
  });

  it('asks in a new round when a step failed after the last answer was delivered', async () => {
    const { doors, store, tasks, ask, answer } = await setUp();
    await ask(1);
    await openGate(doors, { ...input, token: tasks.issue() });
    await answer('skip');
    await openGate(doors, { ...input, token: tasks.issue(), result: { Error: 'TypeError', Cause: 'x' } });
    expect((await latestGate(store, projectId, gate))?.body).toMatchObject({ round: 2, answer: null });
  });

  it('is aborted at once when the project is to be aborted', async () => {
    const { doors, tasks } = await setUp({ desired: 'aborted' });
    const token = tasks.issue();
    await openGate(doors, { ...input, token });
    expect(tasks.state(token)).toEqual({ kind: 'succeeded', output: { outcome: 'abort' } });
  });
});

describe('a gate whose time is over', () => {
  it('takes no answer any more', async () => {
    const { doors, tasks, ask, answer } = await setUp();
    await ask(1);
    await openGate(doors, { ...input, token: tasks.issue() });
    expect(await closeGate(doors, input)).toEqual({ outcome: 'expired' });
    await expect(answer('skip')).rejects.toMatchObject({ record: { code: 'GATE_CLOSED' } });
  });

  it('obeys an answer that was there first', async () => {
    const { doors, store, tasks, ask, answer } = await setUp();
    await ask(1);
    const token = tasks.issue();
    await openGate(doors, { ...input, token });
    tasks.kill(token);
    await answer('skip');
    expect(await closeGate(doors, input)).toEqual({ outcome: 'skip' });
    expect((await latestGate(store, projectId, gate))?.body.delivered).toBe(true);
  });
});

describe('a condition gate', () => {
  it('opens at once when its condition was met before', async () => {
    const { doors, store, tasks, clock } = await setUp();
    await openCondition(store, tasks, clock, { projectId, gate: 'LoadDone', round: 1 });
    const token = tasks.issue();
    await openGate(doors, { ...input, gate: 'LoadDone', token });
    expect(tasks.state(token)).toEqual({ kind: 'succeeded', output: { outcome: 'opened' } });
  });

  it('opens when its condition is met later, and once', async () => {
    const { doors, store, tasks, clock } = await setUp();
    const token = tasks.issue();
    await openGate(doors, { ...input, gate: 'LoadDone', token });
    for (let time = 0; time < 2; time += 1)
      await openCondition(store, tasks, clock, { projectId, gate: 'LoadDone', round: 1 });
    expect(tasks.state(token)).toEqual({ kind: 'succeeded', output: { outcome: 'opened' } });
    expect(tasks.deliveries()).toBe(1);
  });
});

describe('a resume gate', () => {
  it('waits while the project is paused', async () => {
    const { doors, tasks } = await setUp({ desired: 'paused' });
    const token = tasks.issue();
    await openGate(doors, { ...input, gate: 'MainResume', token });
    expect(tasks.state(token)).toEqual({ kind: 'waiting' });
  });

  it('does not wait when the project was resumed before the gate opened', async () => {
    const { doors, tasks } = await setUp({ desired: 'running' });
    const token = tasks.issue();
    await openGate(doors, { ...input, gate: 'MainResume', token });
    expect(tasks.state(token)).toEqual({ kind: 'succeeded', output: { outcome: 'resume' } });
  });
});
