import { largeValueDigester } from '../engine/verify/large-value.ts';
import { identityValues, RangeComparison, type RangeResult } from '../engine/verify/range-comparison.ts';
import { rowDifference } from '../engine/verify/row-difference.ts';
import type { ChunkRange } from '../model/chunk.ts';
import { rowCutter } from '../model/cut-to-target.ts';
import type { Discrepancy } from '../model/discrepancy.ts';
import { assert } from '../model/fault.ts';
import { identityTextOf } from '../model/identity-text.ts';
import { limits } from '../model/limits.ts';
import type { Scn } from '../model/scn.ts';
import type { TablePlan } from '../model/table-plan.ts';
import type { CanonicalRow } from '../model/value.ts';
import type { RowSource } from '../ports/row-source.ts';
import type { TargetRows } from '../ports/target-rows.ts';

export interface RangeCheck {
  readonly table: TablePlan;
  readonly range: ChunkRange;
  readonly scn: Scn;
  readonly rowsPerRead: number;
}

/** Counts of one range and the differences found in it. */
export interface RangeFindings {
  readonly compared: number;
  readonly discrepancies: readonly Discrepancy[];
}

/** How many times a range may be cut into more passes before it is an assertion. */
const partitionsMax = 1_024;

/** Identities looked up at once. */
const lookupRows = 200;

/**
 * Compares one range. What looks missing or extra is looked up by its identity on the other side before it is believed:
 * the two databases need not agree where a range of text keys begins or ends (Y1: false differences may arise, and are
 * taken back; a false equality cannot).
 */
export async function verifyRange(
  source: RowSource,
  target: TargetRows,
  check: RangeCheck,
  signal: AbortSignal,
): Promise<RangeFindings> {
  for (let partitions = 1; partitions <= partitionsMax; partitions *= 4) {
    const findings = await new RangeVerifier(source, target, check, partitions).run(signal);
    if (findings !== undefined) return findings;
  }
  assert(false, `a range of ${check.table.tableId} does not fit ${partitionsMax} passes`);
}

/** One attempt at a range with a given number of passes. */
class RangeVerifier {
  readonly #source: RowSource;
  readonly #target: TargetRows;
  readonly #check: RangeCheck;
  readonly #partitions: number;
  readonly #prepare: (row: CanonicalRow) => CanonicalRow;
  readonly #prepareTarget: (row: CanonicalRow) => CanonicalRow;
  readonly #discrepancies: Discrepancy[] = [];
  #compared = 0;

  constructor(source: RowSource, target: TargetRows, check: RangeCheck, partitions: number) {
    this.#source = source;
    this.#target = target;
    this.#check = check;
    this.#partitions = partitions;
    const digest = largeValueDigester(check.table) ?? same;
    const cut = rowCutter(check.table.columns) ?? same;
    this.#prepare = (row) => digest(cut(row));
    this.#prepareTarget = digest;
  }

  /** Undefined: the range holds more than the passes can; start over with more. */
  async run(signal: AbortSignal): Promise<RangeFindings | undefined> {
    for (let partition = 0; partition < this.#partitions; partition++) {
      const result = await this.#pass(partition, signal);
      if (result === undefined) return undefined;
      this.#compared += result.compared;
      for (const { identity, columns } of result.different) {
        this.#discrepancies.push({ kind: 'different', tableId: this.#check.table.tableId, key: identity, columns });
      }
      await this.#confirmMissing(result.missing, signal);
    }
    return { compared: this.#compared, discrepancies: this.#discrepancies };
  }

  async #pass(partition: number, signal: AbortSignal): Promise<RangeResult | undefined> {
    const { table, range, scn, rowsPerRead } = this.#check;
    const bounds = { rowsMax: limits.verifyRowsInMemoryMax, charactersMax: limits.verifyCharactersInMemoryMax };
    const comparison = new RangeComparison(table, bounds, partition, this.#partitions);
    for await (const { rows } of this.#source.readRange({ table, range, scn, rowsPerRead }, signal)) {
      for (const row of rows) if (!comparison.addSource(this.#prepare(row))) return undefined;
    }
    let unmatched: CanonicalRow[] = [];
    for await (const { rows } of this.#target.readRange(table, targetRange(range), signal)) {
      for (const row of rows) {
        const verdict = comparison.addTarget(this.#prepareTarget(row));
        if (verdict === 'unmatched') unmatched.push(row);
        if (verdict === 'duplicate') this.#extra(identityValues(table, row));
      }
      if (unmatched.length >= lookupRows) {
        await this.#confirmExtra(unmatched, signal);
        unmatched = [];
      }
    }
    await this.#confirmExtra(unmatched, signal);
    return comparison.result();
  }

  /** Source rows the target's range did not show: are they elsewhere in the target? */
  async #confirmMissing(identities: readonly CanonicalRow[], signal: AbortSignal): Promise<void> {
    const { table, scn } = this.#check;
    const textOf = identityTextOf(table);
    for (const keys of slices(identities, lookupRows)) {
      const found = new Map<string, CanonicalRow>();
      for (const row of await this.#target.readByIdentity(table, keys, signal)) found.set(textOf(row), row);
      if (found.size === 0) {
        for (const key of keys) this.#missing(key);
        continue;
      }
      for (const row of await this.#source.readByIdentity(table, keys, scn, signal)) {
        const prepared = this.#prepare(row);
        const twin = found.get(textOf(prepared));
        if (twin === undefined) this.#missing(identityValues(table, prepared));
        else this.#compare(prepared, this.#prepareTarget(twin));
      }
    }
  }

  /** Target rows that no source row of the range answered to: are they elsewhere in the source? */
  async #confirmExtra(rows: readonly CanonicalRow[], signal: AbortSignal): Promise<void> {
    const { table, scn } = this.#check;
    const textOf = identityTextOf(table);
    for (const some of slices(rows, lookupRows)) {
      const keys = some.map((row) => identityValues(table, row));
      const known = new Set<string>();
      for (const row of await this.#source.readByIdentity(table, keys, scn, signal)) {
        known.add(textOf(this.#prepare(row)));
      }
      // A row the source has belongs to another range, which compares it.
      for (const row of some) if (!known.has(textOf(row))) this.#extra(identityValues(table, row));
    }
  }

  #compare(source: CanonicalRow, target: CanonicalRow): void {
    const { table } = this.#check;
    const columns = rowDifference(table, source, target);
    this.#compared += 1;
    if (columns.length === 0) return;
    const key = identityValues(table, target);
    this.#discrepancies.push({ kind: 'different', tableId: table.tableId, key, columns });
  }

  #missing(key: CanonicalRow): void {
    this.#discrepancies.push({ kind: 'missing', tableId: this.#check.table.tableId, key });
  }

  #extra(key: CanonicalRow): void {
    this.#discrepancies.push({ kind: 'extra', tableId: this.#check.table.tableId, key });
  }
}

/** The part of the target a range answers for: its own bounds, or those of its cover. */
function targetRange(range: ChunkRange): ChunkRange {
  if (range.kind !== 'rowid' || range.cover === undefined) return range;
  const { from, to } = range.cover;
  return { kind: 'rowid', partition: null, partitionKind: 'none', from, to };
}

function same(row: CanonicalRow): CanonicalRow {
  return row;
}

function* slices<Item>(items: readonly Item[], size: number): Generator<readonly Item[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}
