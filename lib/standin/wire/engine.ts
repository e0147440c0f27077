/**
 * What the wire asks of the SQL behind it. `SqlSession` and `Database` of `../sql` fit through the adapter in `../server.ts`;
 * the wire's own tests bring a toy. The wire never looks into a statement beyond its class and its placeholders.
 */
import type { BatchResult, Bind, ResultColumn, StatementResult } from '../sql/session-result.ts';
import type { EncodedQuery } from './encoded-rows.ts';

/** Who connects: what the driver says about itself while it logs on. */
export interface Login {
  readonly user: string;
  readonly service: string;
  readonly program: string;
  readonly machine: string;
  readonly osUser: string;
  readonly terminal: string;
  /** CLIENT_DRIVER of V$SESSION_CONNECT_INFO, such as `node-oracledb : 26.0.0 thn`. */
  readonly driver: string;
}

export type VerifierKind = '12C' | '11G';

export interface Account {
  readonly password: string;
  /** Family of the password verifier (PASSWORD_VERSIONS); 12C when absent. */
  readonly verifier?: VerifierKind;
}

/** Names the driver sends with a call: DBMS_APPLICATION_INFO and DBMS_SESSION without a round trip. */
export interface ClientAttributes {
  readonly module?: string;
  readonly action?: string;
  readonly clientIdentifier?: string;
  readonly clientInfo?: string;
}

export interface EngineSession {
  /** SID and SERIAL# of V$SESSION. */
  readonly id: number;
  readonly serial: number;
  /** True while rows are changed and not committed: the driver rolls back on close() when it is told so. */
  readonly inTransaction: boolean;
  /** Columns of a query without running it; no columns for anything else. Throws OracleError. */
  describe(text: string): Promise<{ readonly columns: readonly ResultColumn[] }>;
  execute(text: string, binds: readonly Bind[]): Promise<StatementResult | EncodedQuery>;
  executeBatch(
    text: string,
    rows: readonly (readonly Bind[])[],
    options: { readonly batchErrors: boolean },
  ): Promise<BatchResult>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  /** The client broke in, or is gone: a statement that waits or works ends with ORA-01013. */
  cancel(): void;
  setCurrentSchema(name: string): void;
  setAttributes(attributes: ClientAttributes): void;
  /** Rolls back what is open. The wire commits before a clean logoff. */
  close(): Promise<void>;
}

export interface Engine {
  /** Null for a user who does not exist: the wire walks through the same steps and refuses with ORA-01017. */
  account(user: string): Account | null;
  /**
   * After the password proved right. Throws ORA-28000, ORA-01045 and the like. `kill` ends the connection at once
   * (ALTER SYSTEM KILL SESSION, instance crash).
   */
  openSession(login: Login, kill: () => void): EngineSession | Promise<EngineSession>;
}
