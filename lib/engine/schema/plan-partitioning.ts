/**
 * Partitions that both sides can express: RANGE, LIST and HASH over whole numbers, dates and texts. Where the target cannot
 * (an expression, a key without the partition columns, a type it does not partition by) the table is created without
 * partitions and says so: its rows and keys are whole either way, and their layout can be decided later.
 */
import type { SourcePartitioning } from '../../model/source-table.ts';
import type { TargetPartitioning } from '../../model/target-object.ts';
import { type BoundKind, rangeBound, listBound } from './partition-bound.ts';
import type { PlannedColumn } from './plan-columns.ts';
import type { PlanRequest } from './plan-request.ts';
import { type ChosenKey, uniqueKeysOf } from './row-identity.ts';
import { foldName } from './target-name.ts';

export interface PlannedPartitioning {
  readonly partitioning: TargetPartitioning | null;
  /** The columns; a NUMBER that partitions has become BIGINT. */
  readonly columns: readonly PlannedColumn[];
  readonly conversions: readonly string[];
}

/** Plans the partitions of one table. */
export function planPartitioning(
  request: PlanRequest,
  key: ChosenKey,
  columns: readonly PlannedColumn[],
): PlannedPartitioning {
  const source = request.table.partitioning;
  if (source === null) return { partitioning: null, columns, conversions: [] };
  try {
    const partitionColumns = partitionColumnsOf(source, columns);
    const changed = columns.map((column) => (partitionColumns.includes(column) ? asPartitionKey(column) : column));
    assertExpressible(request, source, key);
    const names = partitionColumns.map(({ target }) => target.name);
    const kinds = partitionColumns.map((column) => boundKind(asPartitionKey(column)));
    const planned = partitionsOf(request, source, kinds);
    return {
      partitioning: { ...planned.partitioning, columns: names },
      columns: changed,
      conversions: [...planned.conversions, ...compositeConversions(source)],
    };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { partitioning: null, columns, conversions: [`partitioning is left out: ${error.message}`] };
  }
}

function partitionColumnsOf(source: SourcePartitioning, columns: readonly PlannedColumn[]): readonly PlannedColumn[] {
  if (source.columns.length === 0) throw new SyntaxError('the dictionary names no partition column');
  return source.columns.map((name) => {
    const column = columns.find(({ plan }) => plan.origin.kind === 'column' && plan.origin.name === name);
    if (column === undefined) throw new SyntaxError(`partition column ${name} is not migrated`);
    return column;
  });
}

/** Digits that BIGINT holds whatever they are. */
const bigintDigits = 18;

/** The target partitions by no DECIMAL. A whole NUMBER of up to 18 digits is a BIGINT there. */
function asPartitionKey(column: PlannedColumn): PlannedColumn {
  const { type } = column.target;
  if (type.kind !== 'decimal' || type.scale !== 0 || type.precision > bigintDigits) return column;
  const bigint = { kind: 'bigint' } as const;
  return { plan: { ...column.plan, targetType: bigint }, target: { ...column.target, type: bigint } };
}

function boundKind({ target }: PlannedColumn): BoundKind {
  switch (target.type.kind) {
    case 'bigint':
      return 'number';
    case 'datetime':
      return 'datetime';
    case 'char':
    case 'varchar':
      return 'text';
    default:
      throw new SyntaxError(
        `column ${target.name} partitions by a type that the target does not: a NUMBER must be whole with at most ${bigintDigits} digits`,
      );
  }
}

/** Every unique key of the target must contain the partition columns; the index over the ROWID helpers takes them along. */
function assertExpressible(request: PlanRequest, source: SourcePartitioning, key: ChosenKey): void {
  if (source.kind === 'other') throw new SyntaxError('REFERENCE, SYSTEM and other methods have no counterpart');
  const migrated = (name: string): boolean => !request.selected.excludedColumns.includes(name);
  const keys = uniqueKeysOf(request.table).filter((unique) => unique.columns.every(migrated));
  const columns = [...keys.map((unique) => unique.columns), ...(key.kind === 'primary' ? [key.columns] : [])];
  const lacking = columns.find((names) => !source.columns.every((name) => names.includes(name)));
  if (lacking !== undefined) {
    throw new SyntaxError(
      `the unique key (${lacking.join(', ')}) does not contain the partition columns (${source.columns.join(', ')}), which the target demands`,
    );
  }
  if (request.server.product !== 'oceanbase' && request.table.foreignKeys.some((foreign) => foreign.enabled)) {
    throw new SyntaxError('this server has no foreign keys on partitioned tables, and the table has some');
  }
  const limit = request.server.limits.partitions;
  if (source.partitions.length > limit) {
    throw new SyntaxError(`${source.partitions.length} partitions, the server holds ${limit}`);
  }
}

interface Partitions {
  readonly partitioning: Omit<TargetPartitioning, 'columns'>;
  readonly conversions: readonly string[];
}

function partitionsOf(request: PlanRequest, source: SourcePartitioning, kinds: readonly BoundKind[]): Partitions {
  const fold = (name: string): string => foldName(name, request.settings.identifierCase);
  switch (source.kind) {
    case 'range': {
      const partitions = source.partitions.map(({ name, highValue }) => ({
        name: fold(name),
        bound: rangeBound(highValue, kinds),
      }));
      if (!source.interval) return { partitioning: { kind: 'range', partitions, hashCount: null }, conversions: [] };
      const rest = { name: fold('SEAWARD_REST'), bound: `(${kinds.map(() => 'MAXVALUE').join(', ')})` };
      return {
        partitioning: { kind: 'range', partitions: [...partitions, rest], hashCount: null },
        conversions: [
          `INTERVAL partitioning becomes RANGE: rows beyond the last partition go to ${rest.name}, and no partition is added by itself`,
        ],
      };
    }
    case 'list': {
      const oceanbase = request.server.product === 'oceanbase';
      const partitions = source.partitions.map(({ name, highValue }) => ({
        name: fold(name),
        bound: listBound(highValue, kinds, oceanbase),
      }));
      return { partitioning: { kind: 'list', partitions, hashCount: null }, conversions: [] };
    }
    case 'hash':
      return {
        partitioning: { kind: 'key', partitions: [], hashCount: Math.max(1, source.partitions.length) },
        conversions: ['HASH becomes KEY: rows are spread by another function, and partitions have other names'],
      };
    case 'other':
      throw new SyntaxError('this method has no counterpart');
  }
}

function compositeConversions(source: SourcePartitioning): readonly string[] {
  return source.subKind === 'none' ? [] : [`subpartitions (${source.subKind}) are left out; the partitions are kept`];
}
