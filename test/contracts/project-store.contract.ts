import { describe, expect, it } from 'vitest';
import { emptyGate } from '../../lib/steps/gate-items.ts';
import {
  auditItem,
  type ChunkItem,
  chunkItem,
  gateItem,
  type ProjectItem,
  projectItem,
} from '../../lib/model/stored-item.ts';
import type { ProjectStore } from '../../lib/ports/project-store.ts';

const meta = (projectId: string): ProjectItem => ({
  projectId,
  name: '订单 "quoted" \\ back',
  tags: ['a'],
  state: 'running',
  desired: 'running',
  generation: 1,
  executionArn: null,
  specKey: 'k',
  specSha256: 's',
  planKey: null,
  until: null,
  snapshotScn: '18446744073709551615',
  createdAt: '2026-01-01T00:00:00.000Z',
  endedAt: null,
  fault: null,
  stateFormat: 1,
});

const chunk = (chunkId: string): ChunkItem => ({
  stage: 'full',
  round: 1,
  chunkId,
  status: 'planned',
  turns: 0,
  attempt: 0,
  position: 0,
  rows: 0,
  bytes: 0,
  fault: null,
  peakRssBytes: 0,
  tables: {},
  findings: [],
});

async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** What every project store does. `open` gives a store that no other test writes to. */
export function projectStoreContract(name: string, open: () => Promise<ProjectStore>): void {
  describe(`${name} as a project store`, () => {
    it('has no item before one is written', async () => {
      expect(await (await open()).get(projectItem, 'p', null)).toBeUndefined();
    });

    it('gives back what was written, to the character', async () => {
      const store = await open();
      expect(await store.put(projectItem, 'p', null, meta('p'), 0)).toBe(1);
      expect(await store.get(projectItem, 'p', null)).toEqual({ body: meta('p'), version: 1 });
    });

    it('creates an item once', async () => {
      const store = await open();
      const all = await Promise.all(
        Array.from({ length: 12 }, (_, n) => store.put(projectItem, 'p', null, { ...meta('p'), generation: n }, 0)),
      );
      expect(all.filter((version) => version === 1)).toHaveLength(1);
      expect(all.filter((version) => version === undefined)).toHaveLength(11);
    });

    it('lets one of many writers of the same version win', async () => {
      const store = await open();
      await store.put(projectItem, 'p', null, meta('p'), 0);
      const all = await Promise.all(
        Array.from({ length: 12 }, (_, n) => store.put(projectItem, 'p', null, { ...meta('p'), generation: n + 2 }, 1)),
      );
      const winner = all.indexOf(2);
      expect(all.filter((version) => version === undefined)).toHaveLength(11);
      expect((await store.get(projectItem, 'p', null))?.body.generation).toBe(winner + 2);
    });

    it('refuses a write that expects another version', async () => {
      const store = await open();
      expect(await store.put(projectItem, 'p', null, meta('p'), 3)).toBeUndefined();
      await store.put(projectItem, 'p', null, meta('p'), 0);
      expect(await store.put(projectItem, 'p', null, meta('p'), 2)).toBeUndefined();
      expect((await store.get(projectItem, 'p', null))?.version).toBe(1);
    });

    it('counts up under writers that try again, losing no update', async () => {
      const store = await open();
      await store.put(projectItem, 'p', null, meta('p'), 0);
      const increment = async (): Promise<void> => {
        for (;;) {
          const item = await store.get(projectItem, 'p', null);
          if (item === undefined) throw new Error('the item is gone');
          const body = { ...item.body, generation: item.body.generation + 1 };
          if ((await store.put(projectItem, 'p', null, body, item.version)) !== undefined) return;
        }
      };
      await Promise.all(Array.from({ length: 10 }, increment));
      expect(await store.get(projectItem, 'p', null)).toMatchObject({ version: 11, body: { generation: 11 } });
    });

    it('lists a partition in sort order and nothing of its neighbours', async () => {
      const store = await open();
      for (const id of ['c-000010', 'c-000002', 'd-1', 'c-000001'])
        await store.put(chunkItem, 'p', { stage: 'full', round: 1, chunkId: id }, chunk(id), 0);
      await store.put(chunkItem, 'p', { stage: 'full', round: 11, chunkId: 'c-3' }, chunk('c-3'), 0);
      await store.put(chunkItem, 'p2', { stage: 'full', round: 1, chunkId: 'c-4' }, chunk('c-4'), 0);
      const key = { stage: 'full', round: 1, chunkId: '' } as const;
      const ids = async (prefix: string): Promise<readonly string[]> =>
        (await collect(store.list(chunkItem, 'p', key, prefix))).map(({ body }) => body.chunkId);
      expect(await ids('')).toEqual(['c-000001', 'c-000002', 'c-000010', 'd-1']);
      expect(await ids('c-')).toEqual(['c-000001', 'c-000002', 'c-000010']);
      expect(await ids('x')).toEqual([]);
    });

    it('lists more items than one answer holds', async () => {
      const store = await open();
      const detail = 'x'.repeat(7_000);
      const count = 180;
      await Promise.all(
        Array.from({ length: count }, (_, n) =>
          store.put(auditItem, 'p', `a${String(n).padStart(4, '0')}`, { at: '', by: '', command: '', detail }, 0),
        ),
      );
      expect(await collect(store.list(auditItem, 'p', '', 'a'))).toHaveLength(count);
    });

    it('knows all projects', async () => {
      const store = await open();
      for (const id of ['b', 'a']) await store.put(projectItem, id, null, meta(id), 0);
      expect([...(await collect(store.listProjects()))].sort()).toEqual(['a', 'b']);
    });

    it('lists a gate while it waits, its answer while it is undelivered, and then neither', async () => {
      const store = await open();
      const key = { gate: 'LoadDecision', round: 2 } as const;
      const waiting = { ...emptyGate('LoadDecision', 2, ['skip']), token: 't' };
      const lists = async (): Promise<readonly (readonly unknown[])[]> =>
        Promise.all([collect(store.listItems('open-gates')), collect(store.listItems('undelivered-answers'))]);
      const here = { projectId: 'p', sort: 'GATE#LoadDecision#000002' };
      await store.put(gateItem, 'p', key, waiting, 0);
      expect(await lists()).toEqual([[here], []]);
      await store.put(gateItem, 'p', key, { ...waiting, answer: 'skip' }, 1);
      expect(await lists()).toEqual([[], [here]]);
      await store.put(gateItem, 'p', key, { ...waiting, answer: 'skip', delivered: true }, 2);
      expect(await lists()).toEqual([[], []]);
    });

    it('refuses an item that is too large, and writes nothing', async () => {
      const store = await open();
      const record = { at: '', by: '', command: '', detail: 'é'.repeat(4_090) };
      await expect(store.put(auditItem, 'p', 'a', record, 0)).rejects.toThrow(/bytes/);
      expect(await store.get(auditItem, 'p', 'a')).toBeUndefined();
    });
  });
}
