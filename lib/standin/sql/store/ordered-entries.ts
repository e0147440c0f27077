const LEAF_MAX = 256;

/**
 * A sorted set of byte strings (one character per byte), as one level of leaves: what an index keeps. About 40 bytes per entry
 * of 14 bytes. Walking it is safe while it changes.
 */
export class OrderedEntries {
  readonly #leaves: string[][] = [];
  #size = 0;
  #version = 0;

  get size(): number {
    return this.#size;
  }

  add(entry: string): void {
    const leafAt = this.#leafFor(entry);
    const leaf = this.#leaves[leafAt];
    if (leaf === undefined) {
      this.#leaves.push([entry]);
      this.#changed(1);
      return;
    }
    const at = lowerBound(leaf, entry);
    if (leaf[at] === entry) return;
    if (at === leaf.length) leaf.push(entry);
    else leaf.splice(at, 0, entry);
    this.#changed(1);
    if (leaf.length <= LEAF_MAX) return;
    // Ascending keys fill leaves completely: only the newest entry moves on.
    const cut = at === leaf.length - 1 && leafAt === this.#leaves.length - 1 ? leaf.length - 1 : leaf.length >> 1;
    this.#leaves.splice(leafAt + 1, 0, leaf.splice(cut));
  }

  delete(entry: string): void {
    const leafAt = this.#leafFor(entry);
    const leaf = this.#leaves[leafAt];
    if (leaf === undefined) return;
    const at = lowerBound(leaf, entry);
    if (leaf[at] !== entry) return;
    leaf.splice(at, 1);
    if (leaf.length === 0) this.#leaves.splice(leafAt, 1);
    this.#changed(-1);
  }

  clear(): void {
    this.#leaves.length = 0;
    this.#size = 0;
    this.#version += 1;
  }

  #changed(by: number): void {
    this.#size += by;
    this.#version += 1;
  }

  /** The leaf that holds or would hold the entry. */
  #leafFor(entry: string): number {
    let low = 0;
    let high = this.#leaves.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#leaves[middle]?.[0] ?? '') <= entry) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Pulls the entries e with low <= e < high one after another; undefined at the end. A high of null is unbounded. */
  from(low: string, high: string | null): () => string | undefined {
    let version = -1;
    let leafAt = 0;
    let at = 0;
    let last: string | null = null;
    return () => {
      if (version !== this.#version) {
        version = this.#version;
        leafAt = this.#leafFor(last ?? low);
        const leaf = this.#leaves[leafAt];
        at = leaf === undefined ? 0 : lowerBound(leaf, last ?? low);
        if (last !== null && leaf?.[at] === last) at += 1;
      }
      let leaf = this.#leaves[leafAt];
      while (leaf !== undefined && at >= leaf.length) {
        leafAt += 1;
        at = 0;
        leaf = this.#leaves[leafAt];
      }
      const entry = leaf?.[at];
      if (entry === undefined || (high !== null && entry >= high)) return undefined;
      at += 1;
      last = entry;
      return entry;
    };
  }
}

function lowerBound(leaf: readonly string[], entry: string): number {
  let low = 0;
  let high = leaf.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((leaf[middle] ?? '') < entry) low = middle + 1;
    else high = middle;
  }
  return low;
}
