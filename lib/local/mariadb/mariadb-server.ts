import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Fault } from '../../model/fault.ts';
import type { Environment } from './child-output.ts';
import { debianBinaries } from './debian-packages.ts';
import { startDockerServer } from './docker-server.ts';
import type { MariadbOptions, MariadbServer } from './embedded-server.ts';
import { installedBinaries, type ServerBinaries, serverEnvironment } from './server-binaries.ts';
import { freePort, greets } from './server-greeting.ts';
import { serverOptions, type ServerPlaces } from './server-options.ts';
import { startSupervised, type SupervisedProcess } from './supervised-process.ts';
import { copyTemplate } from './template-directory.ts';

/** Starts a server: installed, else fetched Debian packages, else a container. Fault EMBEDDED_SERVER when none works. */
export async function startMariadb(options: MariadbOptions): Promise<MariadbServer> {
  const cache = options.cacheDirectory ?? defaultCache(options.environment);
  const found = await findBinaries(cache, options);
  if (found.kind === 'binaries') return await startBinaries(found.binaries, cache, options);
  const container = await startDockerServer(options);
  if (container.kind === 'started') return container.server;
  const remedy =
    found.remedy ?? 'install MariaDB so that mariadbd is on PATH (`brew install mariadb`), or start docker';
  throw new Fault(
    'EMBEDDED_SERVER',
    `no MariaDB server is installed, ${found.reason}, and ${container.reason}; run: ${remedy}`,
    { remedy },
  );
}

function defaultCache(environment: Environment): string {
  const configured = environment['XDG_CACHE_HOME'];
  const base = configured === undefined || configured === '' ? join(homedir(), '.cache') : configured;
  return join(base, 'seaward', 'mariadb');
}

type FoundBinaries =
  | { readonly kind: 'binaries'; readonly binaries: ServerBinaries }
  | { readonly kind: 'unavailable'; readonly reason: string; readonly remedy: string | null };

async function findBinaries(cache: string, options: MariadbOptions): Promise<FoundBinaries> {
  if (options.installed !== 'ignore') {
    const installed = await installedBinaries(options.environment);
    if (installed !== null) return { kind: 'binaries', binaries: installed };
  }
  const fetched = await debianBinaries(cache, options.environment, options.progress ?? (() => undefined));
  return 'kind' in fetched ? fetched : { kind: 'binaries', binaries: fetched };
}

const startsMax = 5;

async function startBinaries(binaries: ServerBinaries, cache: string, options: MariadbOptions): Promise<MariadbServer> {
  for (let start = 1; ; start += 1) {
    const started = await startOnce(binaries, cache, options);
    if (started.kind === 'started') return started.server;
    // Another process may have taken the port between the look and the bind.
    if (start >= startsMax || options.port !== undefined || !started.log.includes('Address already in use')) {
      throw new Fault('EMBEDDED_SERVER', 'the embedded MariaDB server did not start', {
        vendor: started.log.slice(-2_000),
      });
    }
  }
}

type StartAttempt =
  { readonly kind: 'started'; readonly server: MariadbServer } | { readonly kind: 'failed'; readonly log: string };

async function startOnce(binaries: ServerBinaries, cache: string, options: MariadbOptions): Promise<StartAttempt> {
  const persistent = options.directory !== undefined;
  const directory = persistent ? resolve(options.directory) : await mkdtemp(join(tmpdir(), 'seaward-mariadb-'));
  const places: ServerPlaces = {
    data: join(directory, 'data'),
    temporary: join(directory, 'tmp'),
    initFile: join(directory, 'init.sql'),
    errorLog: join(directory, 'error.log'),
    port: options.port ?? (await freePort()),
    persistent,
  };
  await mkdir(places.temporary, { recursive: true });
  if (!existsSync(join(places.data, 'mysql'))) await copyTemplate(binaries, cache, places.data, options.environment);
  const password = await accountPassword(join(directory, 'password'));
  await writeFile(places.initFile, accountStatements(password), { mode: 0o600 });
  const environment = serverEnvironment(binaries.libraries, options.environment);
  const process = startSupervised([binaries.server, ...serverOptions(binaries, places)], {
    environment,
    removeAfterwards: persistent ? null : directory,
  });
  if (await becomesReady(process, places.port)) {
    const client = binaries.client === null ? null : { program: binaries.client, environment };
    return { kind: 'started', server: describe(binaries, places, directory, password, client, process) };
  }
  const log = existsSync(places.errorLog) ? await readFile(places.errorLog, 'utf8') : '';
  await process.stop();
  return { kind: 'failed', log };
}

const accountName = 'seaward';

/** Made once and kept beside the data, for this user's eyes only, so that a restarted server is the same server. */
async function accountPassword(file: string): Promise<string> {
  if (existsSync(file)) return await readFile(file, 'utf8');
  const password = randomBytes(18).toString('base64url');
  await writeFile(file, password, { mode: 0o600 });
  return password;
}

function accountStatements(password: string): string {
  return [
    `CREATE OR REPLACE USER '${accountName}'@'127.0.0.1' IDENTIFIED BY '${password}';`,
    `GRANT ALL PRIVILEGES ON *.* TO '${accountName}'@'127.0.0.1' WITH GRANT OPTION;`,
    `DROP USER IF EXISTS 'root'@'127.0.0.1', 'root'@'::1', ''@'localhost';`,
    '',
  ].join('\n');
}

const readyWaitMs = 60_000;
const readyPollMs = 10;

async function becomesReady(process: SupervisedProcess, port: number): Promise<boolean> {
  const deadline = performance.now() + readyWaitMs;
  while (!process.hasEnded() && performance.now() < deadline) {
    if (await greets('127.0.0.1', port, 1_000)) return !process.hasEnded();
    await wait(readyPollMs);
  }
  return false;
}

function describe(
  binaries: ServerBinaries,
  places: ServerPlaces,
  directory: string,
  password: string,
  client: MariadbServer['client'],
  process: SupervisedProcess,
): MariadbServer {
  const stop = async (): Promise<void> => await process.stop();
  return {
    host: '127.0.0.1',
    port: places.port,
    user: accountName,
    password,
    version: binaries.version,
    directory,
    client,
    async processId() {
      return Number.parseInt(await readFile(join(places.data, 'server.pid'), 'utf8'), 10);
    },
    running: () => !process.hasEnded(),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
