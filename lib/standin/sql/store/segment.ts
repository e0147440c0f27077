import type { Extent } from './extent.ts';

/** A data object: the rows of a table, a partition or a subpartition. TRUNCATE and MOVE make a new one. */
export interface Segment {
  /** DATA_OBJECT_ID: the object number inside ROWIDs. */
  readonly dataObjectId: number;
  readonly tablespace: string;
  /** Empty until the first row comes (deferred segment creation). */
  readonly extents: readonly Extent[];
}
