import type { Concurrency } from '../model/project.ts';

/** What a concurrency setting means: parallel chunk functions, rows per fetch and per statement, connections in all. */
export interface Preset {
  readonly workers: number;
  readonly rowsPerRead: number;
  readonly rowsPerWrite: number;
  readonly connections: number;
}

/**
 * Smooth, normal and fast. Workers are those of the reference product (4, 8, 32); reads and writes are larger than its
 * own, because one fetch of a few hundred rows is measured slower than one of a thousand.
 */
const presets: Readonly<Record<'smooth' | 'normal' | 'fast', Preset>> = {
  smooth: { workers: 4, rowsPerRead: 500, rowsPerWrite: 200, connections: 50 },
  normal: { workers: 8, rowsPerRead: 1_000, rowsPerWrite: 500, connections: 50 },
  fast: { workers: 32, rowsPerRead: 1_000, rowsPerWrite: 500, connections: 64 },
};

export function presetOf(concurrency: Concurrency | undefined): Preset {
  return typeof concurrency === 'object' ? concurrency : presets[concurrency ?? 'normal'];
}
