import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { Fault } from '../../model/fault.ts';
import { childOutput, type Environment } from './child-output.ts';
import { serverEnvironment, type ServerBinaries } from './server-binaries.ts';

/** The scripts `mariadb-install-db` feeds to a server in bootstrap mode, in its order. */
const systemScripts = [
  'mysql_system_tables.sql',
  'mysql_performance_tables.sql',
  'mysql_system_tables_data.sql',
  'maria_add_gis_sp_bootstrap.sql',
  'mysql_sys_schema.sql',
];

/** Options that are written into a data directory when it is made and must stay the same ever after. */
const lastingOptions = [
  '--lower-case-table-names=1',
  '--character-set-server=utf8mb4',
  '--collation-server=utf8mb4_bin',
];

/**
 * Makes `dataDirectory` a fresh data directory: a copy of the template in the cache, which is made once per server
 * version (0.8 s; a copy takes 0.05 s). The server's own installer is a shell script that breaks on spaces in paths, so
 * its SQL scripts are given to the server directly.
 */
export async function copyTemplate(
  binaries: ServerBinaries,
  cacheDirectory: string,
  dataDirectory: string,
  environment: Environment,
): Promise<void> {
  const digest = createHash('sha256')
    .update([binaries.server, ...lastingOptions].join('\n'))
    .digest('hex')
    .slice(0, 12);
  const template = join(cacheDirectory, `template-${binaries.version}-${digest}`);
  if (!existsSync(template)) await makeTemplate(binaries, cacheDirectory, template, environment);
  await cp(template, dataDirectory, { recursive: true });
}

async function makeTemplate(
  binaries: ServerBinaries,
  cacheDirectory: string,
  template: string,
  environment: Environment,
): Promise<void> {
  await mkdir(cacheDirectory, { recursive: true });
  const work = await mkdtemp(join(cacheDirectory, 'bootstrap-'));
  try {
    const data = join(work, 'data');
    await mkdir(join(data, 'mysql'), { recursive: true });
    await mkdir(join(work, 'tmp'));
    const scripts = await Promise.all(systemScripts.map((name) => readScript(binaries.share, name)));
    const made = await childOutput(binaries.server, bootstrapOptions(binaries, data, join(work, 'tmp')), {
      environment: serverEnvironment(binaries.libraries, environment),
      input: ['use mysql;', ...scripts].join('\n'),
      directory: work,
    });
    if (made.code !== 0) {
      throw new Fault('EMBEDDED_SERVER', 'MariaDB could not make a data directory', {
        vendor: made.stderr.slice(-2_000),
      });
    }
    // Two processes may bootstrap at once: the first rename wins and the other copy is dropped.
    await rename(data, template).catch(() => undefined);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function readScript(share: string, name: string): Promise<string> {
  const file = join(share, name);
  return existsSync(file) ? await readFile(file, 'utf8') : '';
}

function bootstrapOptions(binaries: ServerBinaries, data: string, temporary: string): readonly string[] {
  return [
    '--no-defaults',
    '--bootstrap',
    ...locationOptions(binaries),
    `--datadir=${data}`,
    `--tmpdir=${temporary}`,
    '--skip-log-bin',
    '--log-warnings=0',
    '--innodb-buffer-pool-size=32M',
    '--innodb-log-file-size=4M',
    '--innodb-flush-method=nosync',
    ...lastingOptions,
  ];
}

/** Where an unpacked server finds its own files, and as whom it runs. */
export function locationOptions(binaries: ServerBinaries): readonly string[] {
  const user = userInfo();
  const asUser = user.uid === 0 ? [`--user=${user.username}`] : [];
  if (binaries.base === null) return asUser;
  return [
    ...asUser,
    `--basedir=${binaries.base}`,
    `--lc-messages-dir=${binaries.share}`,
    `--character-sets-dir=${join(binaries.share, 'charsets')}`,
  ];
}
