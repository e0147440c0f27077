import { type FaultCode, faultCatalogue } from './fault-catalogue.ts';

/** What a fault looks like when it is stored, sent or printed. */
export interface FaultRecord {
  readonly code: FaultCode;
  readonly side: 'source' | 'target' | 'aws' | 'operator';
  readonly cause: string;
  readonly remedy: string;
  readonly retryable: boolean;
  /** Which object, chunk or statement it concerns; never a row value. */
  readonly subject: string | null;
  /** The database's own code and message, when one spoke (`ORA-01555: ...`, `1062 ...`). */
  readonly vendor: string | null;
}

/**
 * An expected failure. Throw it where it is met; entries turn it into a FaultRecord. Everything else that is thrown is
 * an assertion: a bug that stops the worker.
 */
export class Fault extends Error {
  readonly record: FaultRecord;

  constructor(code: FaultCode, cause: string, details: FaultDetails = {}) {
    super(`${code}: ${cause}`, details.error === undefined ? undefined : { cause: details.error });
    this.name = 'Fault';
    const entry = faultCatalogue[code];
    this.record = {
      code,
      side: details.side ?? entry.side,
      cause,
      remedy: details.remedy ?? entry.remedy,
      retryable: entry.retryable,
      subject: details.subject ?? null,
      vendor: details.vendor ?? null,
    };
  }

  get code(): FaultCode {
    return this.record.code;
  }
}

export interface FaultDetails {
  /** For codes that either database can raise; the catalogue's side otherwise. */
  readonly side?: FaultRecord['side'];
  readonly remedy?: string;
  readonly subject?: string;
  readonly vendor?: string;
  readonly error?: unknown;
}

/** Stays on in production: an impossible state stops the worker rather than writing a wrong row. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`);
}

/** Marks a branch the types exclude. */
export function unreachable(value: never, what: string): never {
  throw new Error(`assertion failed: unknown ${what}: ${JSON.stringify(value)}`);
}
