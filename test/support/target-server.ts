import { randomBytes } from 'node:crypto';
import type { MariadbServer } from '../../lib/local/mariadb/embedded-server.ts';
import { startMariadb } from '../../lib/local/mariadb/mariadb-server.ts';
import type { TargetAddress } from '../../lib/oceanbase/client/connection.ts';

/** A target for tests: the one SEAWARD_TEST_TARGET names (`user:password@host:port`), else an embedded MariaDB. */
export interface TestTarget {
  readonly address: TargetAddress;
  /** The embedded server; null when the target is somebody else's, which tests must not stop or restart. */
  readonly server: MariadbServer | null;
}

let shared: Promise<TestTarget> | null = null;

/** One target per test process, shared by its files; it ends with the process. */
export async function testTarget(): Promise<TestTarget> {
  shared ??= open();
  return await shared;
}

/** A database name nobody else uses: tests clean up after themselves by dropping it. */
export function freshDatabase(): string {
  return `t_${randomBytes(6).toString('hex')}`;
}

async function open(): Promise<TestTarget> {
  const named = process.env['SEAWARD_TEST_TARGET'];
  if (named !== undefined && named !== '') return { address: parseAddress(named), server: null };
  const server = await startMariadb({ environment: process.env });
  return { address: addressOf(server), server };
}

export function addressOf(server: MariadbServer): TargetAddress {
  return { host: server.host, port: server.port, user: server.user, password: server.password };
}

/** `user@tenant#cluster:password@host:2883`: the user ends at the first colon, the password at the last at-sign. */
export function parseAddress(text: string): TargetAddress {
  const match = /^([^:]*):(.*)@([^@:]+):(\d+)$/.exec(text);
  if (match === null) throw new Error('SEAWARD_TEST_TARGET must be user:password@host:port');
  const [, user = '', password = '', host = '', port = ''] = match;
  return { host, port: Number(port), user, password };
}
