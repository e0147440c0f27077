/**
 * Immutable objects: specs, plans, manifests, reports, segments. A key names its content (number or digest); writing the
 * same bytes again is harmless, other bytes under the same key are an assertion. Faults: OBJECT_CORRUPT, STORE_UNREACHABLE.
 */
export interface ObjectStore {
  /** The bucket name as a Distributed Map needs it. */
  readonly bucket: string;
  put(key: string, body: Uint8Array): Promise<{ readonly sha256: string }>;
  /** Reads and, when `sha256` is given, verifies. */
  get(key: string, sha256?: string): Promise<Uint8Array>;
  /** Writes lines as they come, in bounded memory; returns count and digest. */
  putLines(
    key: string,
    lines: AsyncIterable<string> | Iterable<string>,
  ): Promise<{ readonly sha256: string; readonly lines: number }>;
  getLines(key: string): AsyncIterable<string>;
}
