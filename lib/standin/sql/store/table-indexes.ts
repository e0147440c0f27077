import type { Block } from './block.ts';
import type { StoredIndex } from './stored-index.ts';

/** The stored indexes of one table, over all its segments. */
export class TableIndexes {
  readonly all: StoredIndex[] = [];

  find(name: string): StoredIndex | undefined {
    return this.all.find((index) => index.name === name);
  }

  remove(name: string): void {
    const at = this.all.findIndex((index) => index.name === name);
    if (at >= 0) this.all.splice(at, 1);
  }

  rowWritten(block: Block, slot: number, row: Uint8Array): void {
    for (const index of this.all) {
      const key = index.keyOf(row);
      if (key !== null) index.add(key, { serial: block.serial, slot });
    }
  }

  /** A version of the row is gone: its entries go unless another version that is still kept has the same key. */
  imageForgotten(block: Block, slot: number, image: Uint8Array): void {
    for (const index of this.all) {
      const key = index.keyOf(image);
      if (key === null) continue;
      let kept = false;
      for (const other of block.images(slot)) kept ||= index.keyOf(other) === key;
      if (!kept) index.delete(key, { serial: block.serial, slot });
    }
  }

  clear(): void {
    for (const index of this.all) index.entries.clear();
  }
}
