import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { userInfo } from 'node:os';
import { childOutput, type Environment } from './child-output.ts';
import { libraryDirectories, serverEnvironment, type ServerBinaries, unpackedBinaries } from './server-binaries.ts';

/**
 * A MariaDB server without installing anything: Debian (or Ubuntu) packages fetched with `apt-get download` into a cache
 * directory and unpacked with `dpkg -x`. About 9 MB to fetch and 100 MB unpacked, once per user.
 */
export async function debianBinaries(
  cacheDirectory: string,
  environment: Environment,
  progress: (text: string) => void,
): Promise<ServerBinaries | PackagesUnavailable> {
  const root = join(cacheDirectory, `packages-${process.arch}`);
  const cached = await unpackedBinaries(root, environment);
  if (cached !== null) return cached;
  const tool = await childOutput('apt-get', ['--version'], { environment });
  if (tool.code !== 0) return { kind: 'unavailable', reason: 'apt-get is not on this machine', remedy: null };
  const packages = await availablePackages(environment, progress);
  if (packages.kind === 'unavailable') return packages;
  progress('fetching MariaDB packages (about 9 MB, once)');
  await mkdir(cacheDirectory, { recursive: true });
  const work = await mkdtemp(join(cacheDirectory, 'fetch-'));
  try {
    return await fetchInto(work, root, packages.names, environment);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

export interface PackagesUnavailable {
  readonly kind: 'unavailable';
  readonly reason: string;
  /** The exact command that would help, or null when this machine has no such packages at all. */
  readonly remedy: string | null;
}

const serverPackages = ['mariadb-server-core', 'mariadb-server-core-10.6'];
const clientPackages = ['mariadb-client-core', 'mariadb-client-core-10.6'];

async function availablePackages(
  environment: Environment,
  progress: (text: string) => void,
): Promise<{ readonly kind: 'available'; readonly names: readonly string[] } | PackagesUnavailable> {
  const wanted = [...serverPackages, ...clientPackages];
  let known = await knownPackages(wanted, environment);
  if (!serverPackages.some((name) => known.has(name)) && userInfo().uid === 0) {
    progress('reading the package lists (apt-get update)');
    await childOutput('apt-get', ['update'], { environment });
    known = await knownPackages(wanted, environment);
  }
  const server = serverPackages.find((name) => known.has(name));
  if (server === undefined) {
    const remedy = 'sudo apt-get update && sudo apt-get install -y mariadb-server-core';
    return { kind: 'unavailable', reason: 'the package lists name no mariadb-server-core', remedy };
  }
  const client = clientPackages.find((name) => known.has(name));
  return { kind: 'available', names: client === undefined ? [server] : [server, client] };
}

/** Which of these packages could be fetched. One call for all: apt takes a second to read its lists. */
async function knownPackages(names: readonly string[], environment: Environment): Promise<ReadonlySet<string>> {
  const answer = await childOutput('apt-cache', ['policy', ...names], { environment: { ...environment, LC_ALL: 'C' } });
  const known = new Set<string>();
  for (const match of answer.stdout.matchAll(/^(\S+):\n {2}Installed: .*\n {2}Candidate: (\S+)/gm)) {
    if (match[1] !== undefined && match[2] !== '(none)') known.add(match[1]);
  }
  return known;
}

async function fetchInto(
  work: string,
  root: string,
  names: readonly string[],
  environment: Environment,
): Promise<ServerBinaries | PackagesUnavailable> {
  const unpacked = join(work, 'root');
  await mkdir(unpacked);
  const failure = await fetchPackages(work, unpacked, names, environment);
  if (failure !== null) return unavailable(failure, names);
  const missing = await fetchLibraries(work, unpacked, environment);
  if (missing !== null) return unavailable(missing, names);
  if ((await unpackedBinaries(unpacked, environment)) === null) {
    return unavailable('the fetched server does not run here', names);
  }
  // Two processes may fetch at once: the first rename wins, and the loser uses what the winner left.
  await rename(unpacked, root).catch(() => undefined);
  return (await unpackedBinaries(root, environment)) ?? unavailable('the cache directory cannot be written', names);
}

function unavailable(reason: string, names: readonly string[]): PackagesUnavailable {
  return { kind: 'unavailable', reason, remedy: `sudo apt-get install -y ${names.join(' ')}` };
}

/** Fetches and unpacks packages. Returns what is wrong, or null. */
async function fetchPackages(
  work: string,
  unpacked: string,
  names: readonly string[],
  environment: Environment,
): Promise<string | null> {
  // As root apt drops to user _apt for the transfer, which may not write into a private directory.
  const sandbox = userInfo().uid === 0 ? ['-o', 'APT::Sandbox::User=root'] : [];
  const options = { environment, directory: work };
  const fetched = await childOutput('apt-get', [...sandbox, '-q', 'download', ...names], options);
  if (fetched.code !== 0) return `apt-get download ${names.join(' ')} failed: ${lastLine(fetched.stderr)}`;
  const archives = (await readdir(work)).filter((file) => file.endsWith('.deb'));
  if (archives.length < names.length) return `apt-get download ${names.join(' ')} left fewer files`;
  for (const archive of archives) {
    const unpack = await childOutput('dpkg', ['-x', join(work, archive), unpacked], { environment });
    if (unpack.code !== 0) return `dpkg -x ${archive} failed: ${lastLine(unpack.stderr)}`;
    await rm(join(work, archive));
  }
  return null;
}

/** Packages by the library they hold; where two are named, the first one that the package lists know. */
const libraryPackages: Readonly<Record<string, readonly string[]>> = {
  'libaio.so.1': ['libaio1'],
  'libaio.so.1t64': ['libaio1t64'],
  'liburing.so.2': ['liburing2'],
  'libnuma.so.1': ['libnuma1'],
  'libssl.so.3': ['libssl3t64', 'libssl3'],
  'libcrypto.so.3': ['libssl3t64', 'libssl3'],
  'libpcre2-8.so.0': ['libpcre2-8-0'],
  'libcrypt.so.1': ['libcrypt1'],
  'libsystemd.so.0': ['libsystemd0'],
  'libz.so.1': ['zlib1g'],
  'libstdc++.so.6': ['libstdc++6'],
  'libgcc_s.so.1': ['libgcc-s1'],
  'liblzma.so.5': ['liblzma5'],
  'libzstd.so.1': ['libzstd1'],
  'liblz4.so.1': ['liblz4-1'],
  'libgcrypt.so.20': ['libgcrypt20'],
  'libgpg-error.so.0': ['libgpg-error0'],
  'libcap.so.2': ['libcap2'],
  'libncurses.so.6': ['libncurses6'],
  'libtinfo.so.6': ['libtinfo6'],
  'libfmt.so.9': ['libfmt9'],
  'libfmt.so.10': ['libfmt10'],
};

/** A fetched library may itself miss libraries; three rounds see to the bottom of that. */
const libraryRoundsMax = 3;

/** Fetches the libraries the server lacks on this machine. Returns what is wrong, or null. */
async function fetchLibraries(work: string, unpacked: string, environment: Environment): Promise<string | null> {
  const programs = [join(unpacked, 'usr/sbin/mariadbd'), join(unpacked, 'usr/bin/mariadb')];
  for (let round = 0; round < libraryRoundsMax; round += 1) {
    const missing = await missingLibraries(programs, unpacked, environment);
    if (missing.length === 0) return null;
    const known = await knownPackages(
      missing.flatMap((library) => libraryPackages[library] ?? []),
      environment,
    );
    const names = new Set<string>();
    for (const library of missing) {
      const name = libraryPackages[library]?.find((candidate) => known.has(candidate));
      if (name === undefined) return `no package is known for the library ${library}`;
      names.add(name);
    }
    const failure = await fetchPackages(work, unpacked, [...names], environment);
    if (failure !== null) return failure;
  }
  const left = await missingLibraries(programs, unpacked, environment);
  return left.length === 0 ? null : `libraries are missing: ${left.join(', ')}`;
}

async function missingLibraries(
  programs: readonly string[],
  unpacked: string,
  environment: Environment,
): Promise<readonly string[]> {
  const missing = new Set<string>();
  for (const program of programs) {
    const answer = await childOutput('ldd', [program], {
      environment: serverEnvironment(libraryDirectories(unpacked), environment),
    });
    for (const match of answer.stdout.matchAll(/(\S+) => not found/g))
      if (match[1] !== undefined) missing.add(match[1]);
  }
  return [...missing];
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? '';
}
