import type { Environment } from './child-output.ts';

export interface MariadbOptions {
  /** The environment of this process (PATH, XDG_CACHE_HOME): handed in, not read. */
  readonly environment: Environment;
  /** Keeps the data here across starts; without it the server lives in a temporary directory and leaves nothing. */
  readonly directory?: string;
  /** A fixed port; without it a free one. */
  readonly port?: number;
  /** Where fetched packages and the template are kept; the user's cache directory otherwise. */
  readonly cacheDirectory?: string;
  /** `ignore` passes over a server installed on this machine. */
  readonly installed?: 'use' | 'ignore';
  /** Told what takes long: fetching packages, pulling an image. */
  readonly progress?: (text: string) => void;
}

/** A private MySQL-like server on the loopback interface. It ends with this process, however that ends. */
export interface MariadbServer extends AsyncDisposable {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** May do everything, and grant it. */
  readonly user: string;
  readonly password: string;
  readonly version: string;
  /** Directory of the server's files; null in a container. */
  readonly directory: string | null;
  /** The `mariadb` command line client that came with it, with the environment it needs; null when there is none. */
  readonly client: { readonly program: string; readonly environment: Environment } | null;
  /** Process id of the server itself; null in a container. */
  processId(): Promise<number | null>;
  /** False once the server has ended. */
  running(): boolean;
  /** Ends the server in order; a temporary one leaves nothing behind. */
  stop(): Promise<void>;
}
