/** A row of DBA_EXTENTS. Sizes are in blocks of {@link BLOCK_BYTES}. */
export interface Extent {
  /** EXTENT_ID, from 0. */
  readonly extentId: number;
  /** FILE_ID, the absolute number. */
  readonly fileId: number;
  readonly relativeFile: number;
  /** BLOCK_ID of its first block. */
  readonly blockId: number;
  readonly blocks: number;
}

export const BLOCK_BYTES = 8192;

const SIZES: readonly { readonly upToExtents: number; readonly blocks: number }[] = [
  { upToExtents: 16, blocks: 8 },
  { upToExtents: 79, blocks: 128 },
  { upToExtents: 199, blocks: 1024 },
];

/** Sizes of automatic allocation (measured on 19c with blocks of 8 KiB): 16 of 64 KiB, 63 of 1 MiB, 120 of 8 MiB, then 64 MiB. */
export function extentBlocks(extentId: number): number {
  return SIZES.find((size) => extentId < size.upToExtents)?.blocks ?? 8192;
}

/** One data file of a tablespace; extents of all segments are cut from it one after another. */
export class DataFile {
  readonly fileId: number;
  readonly relativeFile: number;
  readonly tablespace: string;
  #nextBlock = 128;

  constructor(fileId: number, tablespace: string) {
    this.fileId = fileId;
    this.relativeFile = fileId;
    this.tablespace = tablespace;
  }

  get blocks(): number {
    return this.#nextBlock;
  }

  allocate(extentId: number): Extent {
    const blocks = extentBlocks(extentId);
    const blockId = this.#nextBlock;
    this.#nextBlock += blocks;
    return { extentId, fileId: this.fileId, relativeFile: this.relativeFile, blockId, blocks };
  }
}
