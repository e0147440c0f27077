import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { childOutput, type Environment } from './child-output.ts';

/** A MariaDB server that can be started on this machine. */
export interface ServerBinaries {
  /** Path of `mariadbd`. */
  readonly server: string;
  /** Path of the `mariadb` command line client, or null when only the server was found. */
  readonly client: string | null;
  /** The directory above `sbin`, `share` ...; null for an installed server, which knows its own. */
  readonly base: string | null;
  /** Directory with `mysql_system_tables.sql` and the error messages. */
  readonly share: string;
  /** Directories with shared libraries that the system does not have. */
  readonly libraries: readonly string[];
  /** `10.11.19-MariaDB` ... */
  readonly version: string;
}

const serverNames = ['mariadbd', 'mysqld'];
const clientNames = ['mariadb', 'mysql'];
/** Where distributions put servers that are not on a user's PATH. */
const serverDirectories = ['/usr/sbin', '/usr/local/sbin', '/usr/libexec', '/opt/homebrew/bin', '/usr/local/bin'];
const shareNames = ['share/mysql', 'share/mariadb', 'share'];

/** A server installed on this machine: on PATH first, then where distributions put it. Null when there is none. */
export async function installedBinaries(
  environment: Environment,
  directories: readonly string[] = serverDirectories,
): Promise<ServerBinaries | null> {
  const path = (environment['PATH'] ?? '').split(':').filter((directory) => directory !== '');
  for (const directory of [...path, ...directories]) {
    for (const name of serverNames) {
      const server = join(directory, name);
      if (!existsSync(server)) continue;
      const found = await binariesOf(server, null, [], environment);
      if (found !== null) return found;
    }
  }
  return null;
}

/** Describes the server below an unpacked tree (`usr/sbin/mariadbd`), or null when it does not run. */
export async function unpackedBinaries(root: string, environment: Environment): Promise<ServerBinaries | null> {
  const base = join(root, 'usr');
  const server = join(base, 'sbin', 'mariadbd');
  if (!existsSync(server)) return null;
  return await binariesOf(server, base, libraryDirectories(root), environment);
}

export function libraryDirectories(root: string): readonly string[] {
  const triplet = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu';
  return [join(root, 'usr', 'lib', triplet), join(root, 'lib', triplet)].filter((directory) => existsSync(directory));
}

/** The environment in which the server finds the libraries that came with it. */
export function serverEnvironment(libraries: readonly string[], environment: Environment): Environment {
  if (libraries.length === 0) return environment;
  const before = environment['LD_LIBRARY_PATH'];
  const path = before === undefined || before === '' ? libraries : [...libraries, before];
  return { ...environment, LD_LIBRARY_PATH: path.join(':') };
}

async function binariesOf(
  server: string,
  base: string | null,
  libraries: readonly string[],
  environment: Environment,
): Promise<ServerBinaries | null> {
  const answer = await childOutput(server, ['--no-defaults', '--version'], {
    environment: serverEnvironment(libraries, environment),
  });
  const version = /Ver (\S+-MariaDB\S*)/.exec(answer.stdout)?.[1];
  const share = shareDirectory(server);
  if (answer.code !== 0 || version === undefined || share === null) return null;
  const client = clientNames
    .map((name) => join(dirname(dirname(server)), 'bin', name))
    .find((file) => existsSync(file));
  return { server, client: client ?? null, base, share, libraries, version };
}

function shareDirectory(server: string): string | null {
  const prefix = dirname(dirname(server));
  const candidates = shareNames.map((name) => join(prefix, name));
  return candidates.find((directory) => existsSync(join(directory, 'mysql_system_tables.sql'))) ?? null;
}
