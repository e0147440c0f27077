import { oracleError } from '../../oracle-error.ts';
import type { Table } from '../catalog/table.ts';
import type { CompiledExpression, EvaluationContext } from '../expressions/scope.ts';
import type { Block } from '../store/block.ts';
import type { HeapSegment } from '../store/segment.ts';
import { isVisible } from '../store/undo.ts';
import type { ReadView } from '../store/undo.ts';
import type { OracleRowid, SqlValue } from '../values/value.ts';
import { numberFromInteger } from '../values/number.ts';
import type { AccessPath } from './access-path.ts';
import { RowDecoder } from './row-decoder.ts';
import type { Advance, RowSource, Source } from './row-source.ts';
import { logicalRowid } from './logical-rowid.ts';

/** Moves to the next stored row that the path leads to; the place is left in `found`. False at the end. */
export interface Place {
  block: Block | null;
  slot: number;
  row: Uint8Array | null;
}

export interface ScanOptions {
  readonly source: Source;
  readonly table: Table;
  /** The segments to read, worked out when the scan is opened. */
  readonly segments: (context: EvaluationContext) => readonly HeapSegment[];
  readonly path: AccessPath;
  readonly view: (context: EvaluationContext) => ReadView;
  readonly filters: readonly CompiledExpression[];
  readonly sample: ((context: EvaluationContext) => () => boolean) | null;
}

/** Reads a table as of a view by one access path, decoding what the statement needs. */
export class TableScan implements RowSource {
  readonly #options: ScanOptions;

  constructor(options: ScanOptions) {
    this.#options = options;
  }

  slots(): readonly number[] {
    return this.#options.source.usedSlots();
  }

  estimate(): number {
    const { path, filters, table } = this.#options;
    if (path.kind === 'unique' || path.kind === 'rowid') return 1;
    const rows = table.statistics?.numRows ?? blocksOf(table) * 60;
    return Math.max(1, rows / (path.kind === 'full' ? 1 : 20) / (filters.length === 0 ? 1 : 5));
  }

  open(context: EvaluationContext): Advance {
    const { source, table, path, filters } = this.#options;
    const view = this.#options.view(context);
    const place: Place = { block: null, slot: 0, row: null };
    const next = path.open(context, this.#options.segments(context), view, place);
    const decoder = new RowDecoder(table.columns, source.columnSlots);
    const extra = pseudoColumns(source, table, view);
    const sampled = this.#options.sample?.(context) ?? null;
    const slots = context.slots;
    return () => {
      while (next()) {
        const { row, block } = place;
        if (row === null || block === null) continue;
        if (block.segment.gone) throw oracleError(8103);
        if (sampled !== null && !sampled()) continue;
        decoder.decode(row, slots);
        if (extra !== null) extra(place, slots);
        source.block = block;
        source.slot = place.slot;
        if (passes(filters, context)) return true;
      }
      return false;
    };
  }
}

export function passes(filters: readonly CompiledExpression[], context: EvaluationContext): boolean {
  for (const filter of filters) if (filter.evaluate(context) !== true) return false;
  return true;
}

function pseudoColumns(
  source: Source,
  table: Table,
  view: ReadView,
): ((place: Place, slots: SqlValue[]) => void) | null {
  const { rowidSlot, rowScnSlot } = source;
  if (rowidSlot < 0 && rowScnSlot < 0) return null;
  return (place, slots) => {
    if (place.block === null) return;
    if (rowidSlot >= 0) {
      slots[rowidSlot] =
        table.organization === 'index' && place.row !== null
          ? logicalRowid(table, place.row)
          : rowidOf(place.block, place.slot);
    }
    if (rowScnSlot >= 0) slots[rowScnSlot] = numberFromInteger(place.block.rowScn(place.slot, view));
  };
}

export function rowidOf(block: Block, slot: number): OracleRowid {
  return {
    kind: 'rowid',
    object: block.segment.dataObjectId,
    file: block.relativeFile,
    block: block.number,
    row: slot,
  };
}

function blocksOf(table: Table): number {
  let blocks = table.segment?.usedBlocks ?? 0;
  for (const partition of table.partitions) {
    blocks += partition.segment?.usedBlocks ?? 0;
    for (const sub of partition.subpartitions) blocks += sub.segment?.usedBlocks ?? 0;
  }
  return blocks;
}

/** Reads the slots of some blocks in order. */
export function scanBlocks(segments: readonly HeapSegment[], view: ReadView, place: Place): () => boolean {
  let segmentAt = 0;
  let blockAt = -1;
  let slot = 0;
  let block: Block | undefined;
  // Blocks added after the start hold nothing that the view sees, but must not be read in vain for ever.
  let limit = segments[0]?.blocks.length ?? 0;
  const nextBlock = (): boolean => {
    blockAt += 1;
    while (blockAt >= limit) {
      segmentAt += 1;
      if (segmentAt >= segments.length) return false;
      limit = segments[segmentAt]?.blocks.length ?? 0;
      blockAt = 0;
    }
    block = segments[segmentAt]?.blocks[blockAt];
    slot = 0;
    return true;
  };
  return () => {
    for (;;) {
      if (block === undefined || slot >= block.slots) {
        if (!nextBlock()) return false;
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

export function visibleRow(block: Block, slot: number, view: ReadView): Uint8Array | null {
  if (slot >= block.slots) return null;
  return block.isUnchangedSince(view) ? block.current(slot) : block.visible(slot, view);
}

/** True when a committed change that the view does not see has touched the row: what SERIALIZABLE refuses to overwrite. */
export function changedSince(block: Block, slot: number, view: ReadView): boolean {
  for (let record = block.newest(slot); record !== null; record = record.older) {
    if (record.kind !== 'lock') return !isVisible(record, view);
  }
  return false;
}
