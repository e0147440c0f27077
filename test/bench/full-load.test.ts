import { expect, test } from 'vitest';
import { benchFullLoad } from './full-load.ts';

// Correctness only: the bench throws when a row is missing or the two sides leave different tables behind.
test(
  'the product and LOAD DATA from a ready file leave the same 10,000 rows behind',
  { timeout: 120_000 },
  async () => {
    const result = await benchFullLoad({ rows: 10_000, runs: 1, workers: 2, source: 'encoded', say: () => undefined });
    expect(result.seaward.runs).toHaveLength(1);
    expect(result.loadData.runs).toHaveLength(1);
    expect(result.checksum).toMatch(/^[1-9]\d*$/);
  },
);
