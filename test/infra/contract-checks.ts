import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  admitEventSchema,
  chunkEventSchema,
  countLossEventSchema,
  failBranchEventSchema,
  migrateObjectEventSchema,
  openGateEventSchema,
  planSchemaEventSchema,
  stepEventSchema,
  stepResultSchema,
} from '../../lib/runtime/step-events.ts';
import { allStates, isFunctionTask, isGate, type State } from './state-graph.ts';
import { synthesizedOnce } from './synthesized.ts';

const schemas: Readonly<Record<string, z.ZodType>> = {
  admit: admitEventSchema,
  precheck: stepEventSchema,
  'resolve-objects': stepEventSchema,
  'plan-schema': planSchemaEventSchema,
  'migrate-object': migrateObjectEventSchema,
  'plan-load': stepEventSchema,
  'load-chunk': chunkEventSchema,
  'finish-load': stepEventSchema,
  'plan-verify': stepEventSchema,
  'verify-chunk': chunkEventSchema,
  'finish-verify': stepEventSchema,
  repair: stepEventSchema,
  'finish-project': stepEventSchema,
  'fail-branch': failBranchEventSchema,
  'open-gate': openGateEventSchema,
  'count-loss': countLossEventSchema,
};

const rowid = 'AAAR3sAAEAAAACXAAA';
/** A payload as it looks in the middle of a project, and as a child of a Map sees it. */
const payload = {
  projectId: 'orders-0123456789ab',
  generation: 3,
  round: 1,
  plan: { schema: true, full: true, incremental: false, verification: true, reverse: false },
  result: { outcome: 'abort' },
  item: {
    objectId: 'TABLE SHOP.ORDERS',
    chunkId: 'c000001',
    parts: [
      {
        tableId: 'SHOP.ORDERS',
        ranges: [{ kind: 'rowid', partition: null, partitionKind: 'none', from: null, to: rowid }],
      },
    ],
  },
};
const context = {
  Execution: { Id: 'arn:aws:states:eu-central-1:111122223333:execution:Seaward:x', Name: 'x' },
  Task: { Token: 'token' },
};

/** Evaluates the reference paths the machine uses: `$`, `$.a.b`, `$$.a.b`. */
function evaluate(template: unknown): unknown {
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(
    Object.entries(template).map(([key, value]): [string, unknown] =>
      key.endsWith('.$') ? [key.slice(0, -2), at(String(value))] : [key, evaluate(value)],
    ),
  );
}

function at(path: string): unknown {
  const root: unknown = path.startsWith('$$') ? context : payload;
  return path
    .replace(/^\$+\.?/, '')
    .split('.')
    .filter((part) => part !== '')
    .reduce<unknown>((value, part) => z.record(z.string(), z.unknown()).parse(value)[part], root);
}

describe('the contract between the machine and its functions', () => {
  let states: readonly State[];
  beforeAll(async () => {
    states = allStates((await synthesizedOnce()).definition);
  });

  test('what every state sends is exactly what its function decodes', () => {
    let checked = 0;
    for (const state of states) {
      if (!isFunctionTask(state) && !isGate(state)) continue;
      const sent = evaluate(isGate(state) ? state.Parameters['Payload'] : state.Parameters);
      const resource = isGate(state) ? String(state.Parameters['FunctionName']) : (state.Resource ?? '');
      const schema = schemas[resource.split(':').at(-1) ?? ''];
      const decoded = schema?.safeParse(sent);
      expect(decoded?.error?.message ?? (decoded === undefined ? 'no schema' : ''), state.name).toBe('');
      checked += 1;
    }
    expect(checked).toBeGreaterThan(40);
  });

  test('a result keeps its word and its manifest, and nothing else of what a step knows', () => {
    const manifest = { bucket: 'b', key: 'k' };
    expect(stepResultSchema.parse({ outcome: 'next', manifest, concurrency: 8, round: 2, rows: ['secret'] })).toEqual({
      outcome: 'next',
      manifest,
      concurrency: 8,
      round: 2,
    });
    expect(stepResultSchema.parse({ outcome: 'done', fault: { cause: 'x' } })).toEqual({ outcome: 'done' });
  });

  test.each([
    ['next without a manifest', { outcome: 'next', concurrency: 8 }],
    ['next without a concurrency', { outcome: 'next', manifest: { bucket: 'b', key: 'k' } }],
    ['next with unlimited concurrency', { outcome: 'next', manifest: { bucket: 'b', key: 'k' }, concurrency: 0 }],
    ['a word nobody knows', { outcome: 'whatever' }],
  ])('%s is refused', (_, result) => {
    expect(stepResultSchema.safeParse(result).success).toBe(false);
  });
});
