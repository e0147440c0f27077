import type { Block } from './block.ts';
import type { Extent } from './extent.ts';
import type { Store } from './store.ts';
import type { TableIndexes } from './table-indexes.ts';

/** A data object: the rows of a table, a partition or a subpartition. TRUNCATE and MOVE make a new one. */
export interface Segment {
  /** DATA_OBJECT_ID: the object number inside ROWIDs. */
  readonly dataObjectId: number;
  readonly tablespace: string;
  /** Empty until the first row comes (deferred segment creation). */
  readonly extents: readonly Extent[];
  /** Blocks below the high-water mark. */
  readonly usedBlocks: number;
}

/** The first extent begins with two bitmap blocks and the segment header. */
const HEADER_BLOCKS = 3;

export class HeapSegment implements Segment {
  readonly dataObjectId: number;
  readonly objectId: number;
  readonly tablespace: string;
  readonly store: Store;
  /** The indexes of its table, shared by all segments of the table. */
  readonly indexes: TableIndexes;
  readonly extents: Extent[] = [];
  readonly blocks: Block[] = [];
  readonly #byPlace = new Map<number, Block>();
  /** Blocks in which a committed delete has left a slot. */
  readonly #withSpace = new Set<Block>();
  #nextInExtent = 0;
  /** Dropped or truncated: a scan that goes on raises ORA-08103. */
  gone = false;

  constructor(store: Store, objectId: number, dataObjectId: number, tablespace: string, indexes: TableIndexes) {
    this.store = store;
    this.objectId = objectId;
    this.dataObjectId = dataObjectId;
    this.tablespace = tablespace;
    this.indexes = indexes;
  }

  get usedBlocks(): number {
    return this.blocks.length === 0 ? 0 : this.blocks.length + HEADER_BLOCKS;
  }

  blockAt(relativeFile: number, number: number): Block | undefined {
    return this.#byPlace.get(placeKey(relativeFile, number));
  }

  /** A block with room for a row of this length: one with freed slots, the last one, or a new one above the high-water mark. */
  blockFor(length: number): { readonly block: Block; readonly slot: number } {
    for (const block of this.#withSpace) {
      const slot = block.freeSlot();
      if (slot < block.slots && block.hasRoomFor(length)) return { block, slot };
      this.#withSpace.delete(block);
    }
    const last = this.blocks.at(-1);
    if (last?.hasRoomFor(length) === true) return { block: last, slot: last.slots };
    return { block: this.#newBlock(), slot: 0 };
  }

  noteSpace(block: Block): void {
    if (!this.gone) this.#withSpace.add(block);
  }

  /** ALTER TABLE ALLOCATE EXTENT, and the first extent of a segment created at once. */
  allocateExtent(): void {
    const file = this.store.dataFile(this.tablespace);
    this.extents.push(file.allocate(this.extents.length));
    if (this.extents.length === 1) this.#nextInExtent = HEADER_BLOCKS;
  }

  #newBlock(): Block {
    let extent = this.#fillingExtent();
    if (extent === undefined) {
      this.allocateExtent();
      extent = this.#fillingExtent();
      if (extent === undefined) throw new Error('a new extent has no block');
    }
    const number = extent.blockId + this.#nextInExtent;
    this.#nextInExtent += 1;
    if (this.#nextInExtent === extent.blocks) {
      this.#filled += 1;
      this.#nextInExtent = 0;
    }
    const block = this.store.newBlock(this, extent.relativeFile, number);
    this.blocks.push(block);
    this.#byPlace.set(placeKey(extent.relativeFile, number), block);
    return block;
  }

  /** Extents that are full up to the high-water mark. */
  #filled = 0;

  #fillingExtent(): Extent | undefined {
    return this.extents[this.#filled];
  }
}

function placeKey(relativeFile: number, number: number): number {
  return relativeFile * 2 ** 22 + number;
}
