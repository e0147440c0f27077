import { oracleError } from '../../oracle-error.ts';

const TIMES_MAX = 100_000;
/** An idle database advances its SCN about every three seconds. */
const IDLE_MS = 3000;

/** The system change number: one row of numbers for the whole database, and which number was current when. */
export class ScnClock {
  readonly #nowMs: () => number;
  readonly #first: bigint;
  #current: bigint;
  #advancedAtMs: number;
  readonly #times: { readonly ms: number; readonly scn: bigint }[] = [];

  constructor(first: bigint, nowMs: () => number) {
    this.#nowMs = nowMs;
    this.#first = first;
    this.#current = first;
    this.#advancedAtMs = nowMs();
    this.#note(this.#advancedAtMs);
  }

  /** The current SCN; time that has passed shows. */
  get current(): bigint {
    const now = this.#nowMs();
    const idle = Math.floor((now - this.#advancedAtMs) / IDLE_MS);
    if (idle > 0) {
      this.#current += BigInt(idle);
      this.#advancedAtMs = now;
      this.#note(now);
    }
    return this.#current;
  }

  /** A new SCN, greater than every one before. */
  next(): bigint {
    const scn = this.current + 1n;
    this.#current = scn;
    this.#note(this.#nowMs());
    return scn;
  }

  /** Which SCN was current when, oldest first: SMON_SCN_TIME. */
  times(): readonly { readonly ms: number; readonly scn: bigint }[] {
    return this.#times;
  }

  /** Leaps ahead, as a database does that hears a greater SCN over a link. */
  advanceTo(scn: bigint): void {
    if (scn > this.current) this.#current = scn;
    this.#note(this.#nowMs());
  }

  #note(ms: number): void {
    const last = this.#times.at(-1);
    if (last?.ms === ms) this.#times.pop();
    this.#times.push({ ms, scn: this.#current });
    if (this.#times.length > TIMES_MAX) this.#thin();
  }

  /** Halves the density of the older half. */
  #thin(): void {
    const half = this.#times.length >> 1;
    const older = this.#times.slice(0, half).filter((_, at) => at % 2 === 0);
    this.#times.splice(0, half, ...older);
  }

  /** ORA-08181 for a number this database has never had. */
  check(scn: bigint): void {
    if (scn > this.current || scn < this.#first) throw oracleError(8181);
  }

  /** The SCN that was current at a time; ORA-08180 before the database was made or in the future. */
  scnAt(ms: number): bigint {
    const first = this.#times[0];
    if (first === undefined || ms < first.ms || ms > this.#nowMs()) throw oracleError(8180);
    let low = 0;
    let high = this.#times.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#times[middle]?.ms ?? 0) <= ms) low = middle;
      else high = middle - 1;
    }
    return this.#times[low]?.scn ?? first.scn;
  }

  /** About when an SCN was current. */
  timeOf(scn: bigint): number {
    this.check(scn);
    let low = 0;
    let high = this.#times.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#times[middle]?.scn ?? 0n) >= scn) high = middle;
      else low = middle + 1;
    }
    return this.#times[low]?.ms ?? this.#advancedAtMs;
  }
}
