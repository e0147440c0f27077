import { oracleError } from '../../oracle-error.ts';
import type { HighestBound, Partition, PartitionKey, Table } from '../catalog/table.ts';
import type { Database } from '../database.ts';
import type { Charset } from '../values/charset.ts';
import type { SqlValue } from '../values/value.ts';
import { orderValues } from './order-values.ts';
import { valueKey } from './value-key.ts';

/** The partition (or subpartition's parent) that holds rows with these key values; null when there is none. */
export function partitionFor(table: Table, values: readonly SqlValue[], database: Database): Partition | null {
  return choose(table.partitions, values, database.charset);
}

/** Goes down to the part that stores the row. `keyOf` gives the values of key columns by name. */
export function routeRow(table: Table, keyOf: (column: string) => SqlValue, database: Database): Partition | null {
  const { partitioning } = table;
  if (partitioning === null) return null;
  const partition = choose(table.partitions, partitioning.columns.map(keyOf), database.charset);
  if (partition === null || partition.subpartitions.length === 0) return partition;
  const columns = partitioning.subpartition?.columns ?? [];
  return choose(partition.subpartitions, columns.map(keyOf), database.charset);
}

function choose(partitions: readonly Partition[], values: readonly SqlValue[], charset: Charset): Partition | null {
  const [first] = partitions;
  if (first === undefined) return null;
  if (first.key.kind === 'hash') {
    const bucket = hashBucket(values, partitions.length);
    return partitions.find((partition) => partition.key.kind === 'hash' && partition.key.bucket === bucket) ?? null;
  }
  if (first.key.kind === 'less-than') {
    return partitions.find((partition) => isBelow(values, partition.key, charset)) ?? null;
  }
  if (first.key.kind === 'none') return first;
  const wanted = values.map(valueKey).join();
  const listed = partitions.find(
    ({ key }) =>
      key.kind === 'list' && key.values.some((entry) => entry !== 'default' && entry.map(valueKey).join() === wanted),
  );
  return listed ?? partitions.find(({ key }) => key.kind === 'list' && key.values.includes('default')) ?? null;
}

/** The bound MAXVALUE. */
export function isHighest(bound: SqlValue | HighestBound | undefined): bound is HighestBound {
  return typeof bound === 'object' && bound !== null && 'kind' in bound && bound.kind === 'maxvalue';
}

/** Compares column by column; NULL is above every value but MAXVALUE. */
function isBelow(values: readonly SqlValue[], key: PartitionKey, charset: Charset): boolean {
  if (key.kind !== 'less-than') return false;
  for (let at = 0; at < key.values.length; at += 1) {
    const bound = key.values[at];
    const value = values[at] ?? null;
    if (isHighest(bound)) return true;
    if (value === null) return false;
    const order = orderValues(value, bound ?? null, charset);
    if (order !== 0) return order < 0;
  }
  return false;
}

/**
 * Hash partitions are numbered so that adding one splits another: with n between 2^k and 2^(k+1), buckets of the larger modulus
 * that do not exist yet fall back to the smaller.
 */
function hashBucket(values: readonly SqlValue[], count: number): number {
  let hash = 2_166_136_261;
  for (const character of values.map(valueKey).join()) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  }
  hash ^= hash >>> 15;
  let modulus = 1;
  while (modulus < count) modulus *= 2;
  const bucket = (hash >>> 0) % modulus;
  return bucket < count ? bucket : bucket % (modulus / 2);
}

/** What a row outside every partition gets. */
export function noPartition(): Error {
  return oracleError(14400);
}
