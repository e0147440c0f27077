import type { CompiledExpression, EvaluationContext } from '../expressions/scope.ts';
import type { Block } from '../store/block.ts';
import { encodeValue } from '../store/packed-value.ts';
import type { HeapSegment } from '../store/segment.ts';
import { encodeKeyPrefix } from '../store/stored-index.ts';
import type { StoredIndex } from '../store/stored-index.ts';
import type { ReadView } from '../store/undo.ts';
import type { OracleRowid, SqlType, SqlValue } from '../values/value.ts';
import { scanBlocks, visibleRow } from './table-scan.ts';
import type { Place } from './table-scan.ts';

/**
 * How a scan finds its rows. A path may lead to more rows than the conditions it was made from: the scan applies them all again.
 */
export interface AccessPath {
  readonly kind: 'full' | 'rowid' | 'rowid-range' | 'unique' | 'index' | 'none';
  open(context: EvaluationContext, segments: readonly HeapSegment[], view: ReadView, place: Place): () => boolean;
}

export const FULL_SCAN: AccessPath = {
  kind: 'full',
  open: (_context, segments, view, place) => scanBlocks(segments, view, place),
};

/** ROWID = x, ROWID IN (x, y...). A value that is no ROWID of these segments finds nothing. */
export function rowidPath(
  values: readonly CompiledExpression[],
  toRowid: (value: SqlValue) => OracleRowid | null,
): AccessPath {
  return {
    kind: 'rowid',
    open(context, segments, view, place) {
      const wanted = new Map<string, OracleRowid>();
      for (const value of values) {
        const rowid = toRowid(value.evaluate(context));
        if (rowid !== null) wanted.set(`${rowid.object}.${rowid.file}.${rowid.block}.${rowid.row}`, rowid);
      }
      const left = [...wanted.values()].values();
      return () => {
        for (const rowid of left) {
          const segment = segments.find((candidate) => candidate.dataObjectId === rowid.object);
          const block = segment?.blockAt(rowid.file, rowid.block);
          const row = block === undefined ? null : visibleRow(block, rowid.row, view);
          if (block === undefined || row === null) continue;
          place.block = block;
          place.slot = rowid.row;
          place.row = row;
          return true;
        }
        return false;
      };
    },
  };
}

export interface Bound {
  readonly value: CompiledExpression;
  readonly upper: boolean;
}

/** ROWID >= x AND ROWID < y: only the blocks between are read. */
export function rowidRangePath(bounds: readonly Bound[], toRowid: (value: SqlValue) => OracleRowid | null): AccessPath {
  return {
    kind: 'rowid-range',
    open(context, segments, view, place) {
      let low: OracleRowid | null = null;
      let high: OracleRowid | null = null;
      for (const bound of bounds) {
        const rowid = toRowid(bound.value.evaluate(context));
        if (rowid === null) return () => false;
        if (bound.upper) {
          if (high === null || compareRowids(rowid, high) < 0) high = rowid;
        } else if (low === null || compareRowids(rowid, low) > 0) low = rowid;
      }
      return scanBlockList(blocksBetween(segments, low, high), view, place);
    },
  };
}

function blocksBetween(segments: readonly HeapSegment[], low: OracleRowid | null, high: OracleRowid | null): Block[] {
  const blocks: Block[] = [];
  for (const segment of segments) {
    if (low !== null && segment.dataObjectId < low.object) continue;
    if (high !== null && segment.dataObjectId > high.object) continue;
    for (const block of segment.blocks) {
      const at = {
        kind: 'rowid',
        object: segment.dataObjectId,
        file: block.relativeFile,
        block: block.number,
      } as const;
      if (low !== null && compareRowids({ ...at, row: 0xffff }, low) < 0) continue;
      if (high !== null && compareRowids({ ...at, row: 0 }, high) > 0) continue;
      blocks.push(block);
    }
  }
  return blocks;
}

export function compareRowids(a: OracleRowid, b: OracleRowid): number {
  return a.object - b.object || a.file - b.file || a.block - b.block || a.row - b.row;
}

function scanBlockList(blocks: readonly Block[], view: ReadView, place: Place): () => boolean {
  let at = 0;
  let slot = 0;
  return () => {
    for (;;) {
      const block = blocks[at];
      if (block === undefined) return false;
      if (slot >= block.slots) {
        at += 1;
        slot = 0;
        continue;
      }
      const row = visibleRow(block, slot, view);
      slot += 1;
      if (row === null) continue;
      place.block = block;
      place.slot = slot - 1;
      place.row = row;
      return true;
    }
  };
}

export interface KeyCondition {
  readonly value: CompiledExpression;
  readonly type: SqlType;
}

/** Leading key columns equal to values (one list per alternative of an IN), then perhaps a range on the next column. */
export interface IndexPathOptions {
  readonly index: StoredIndex;
  readonly alternatives: readonly (readonly KeyCondition[])[];
  readonly low: KeyCondition | null;
  readonly high: KeyCondition | null;
  readonly unique: boolean;
}

const AFTER_ALL = '\u00ff'.repeat(8);

export function indexPath(options: IndexPathOptions): AccessPath {
  return {
    kind: options.unique ? 'unique' : 'index',
    open(context, segments, view, place) {
      const ranges = options.alternatives
        .map((conditions) => keyRange(options, conditions, context))
        .filter((range) => range !== null);
      const distinct = [...new Map(ranges.map((range) => [`${range.low}\n${range.high ?? ''}`, range])).values()];
      return scanRanges(options.index, distinct, new Set(segments), view, place);
    },
  };
}

interface KeyRange {
  readonly low: string;
  readonly high: string | null;
}

function keyRange(
  options: IndexPathOptions,
  conditions: readonly KeyCondition[],
  context: EvaluationContext,
): KeyRange | null {
  const { index } = options;
  const columns: Uint8Array[] = [];
  for (const condition of conditions) {
    const bytes = keyBytes(condition, context);
    if (bytes === null) return null;
    columns.push(bytes);
  }
  const width = index.columns.length;
  const prefix = columns.length === 0 ? '' : encodeKeyPrefix(columns, width);
  if (options.low === null && options.high === null) {
    return { low: prefix, high: columns.length === 0 ? null : prefix + AFTER_ALL };
  }
  const low = options.low === null ? null : keyBytes(options.low, context);
  const high = options.high === null ? null : keyBytes(options.high, context);
  if ((options.low !== null && low === null) || (options.high !== null && high === null)) return null;
  return {
    low: low === null ? prefix : encodeKeyPrefix([...columns, low], width),
    high:
      high === null
        ? columns.length === 0
          ? null
          : prefix + AFTER_ALL
        : encodeKeyPrefix([...columns, high], width) + AFTER_ALL,
  };
}

function keyBytes(condition: KeyCondition, context: EvaluationContext): Uint8Array | null {
  const value = condition.value.evaluate(context);
  if (value === null) return null;
  const { type } = condition;
  const padded = type.kind === 'char' && typeof value === 'string' ? value.padEnd(type.length, ' ') : value;
  return encodeValue(type, padded);
}

function scanRanges(
  index: StoredIndex,
  ranges: readonly KeyRange[],
  segments: ReadonlySet<HeapSegment>,
  view: ReadView,
  place: Place,
): () => boolean {
  let at = 0;
  let next: (() => string | undefined) | null = null;
  return () => {
    for (;;) {
      const range = ranges[at];
      if (range === undefined) return false;
      next ??= index.entries.from(range.low, range.high);
      const entry = next();
      if (entry === undefined) {
        at += 1;
        next = null;
        continue;
      }
      if (standsOn(index, entry, segments, view, place)) return true;
    }
  };
}

/** An entry leads to a row when the version that the view sees has the entry's key. */
function standsOn(
  index: StoredIndex,
  entry: string,
  segments: ReadonlySet<HeapSegment>,
  view: ReadView,
  place: Place,
): boolean {
  for (const segment of segments) {
    const found = segment.store.rowAt(index.reference(entry));
    if (found === undefined || !segments.has(found.block.segment)) return false;
    const row = visibleRow(found.block, found.slot, view);
    if (row === null || index.keyOf(row) !== index.keyPart(entry)) return false;
    place.block = found.block;
    place.slot = found.slot;
    place.row = row;
    return true;
  }
  return false;
}
