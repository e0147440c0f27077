import { expect, test } from 'vitest';
import { tellStories } from './tell-stories.ts';

/** `SEAWARD_SEEDS=10000 SEAWARD_SEED=1` tells more stories, or others. */
const number = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);
const seeds = number('SEAWARD_SEEDS', 1_000);
const first = number('SEAWARD_SEED', 1);

test(`${seeds} stories from seed ${first}: the target equals the source as of each table’s SCN, whoever died`, async () => {
  const { endings, wrong } = await tellStories(first, seeds);
  expect(wrong).toEqual([]);
  // Few wait for an operator for ever: the source was truncated after the load, or undo was lost too often.
  expect(endings.stopped).toBeLessThan(seeds / 20 + 2);
}, 3_600_000);
