import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Fault } from '../../../lib/model/fault.ts';
import type { MariadbServer } from '../../../lib/local/mariadb/embedded-server.ts';
import { startMariadb } from '../../../lib/local/mariadb/mariadb-server.ts';
import { TargetConnection } from '../../../lib/oceanbase/client/connection.ts';
import { eventually } from '../../support/eventually.ts';
import { addressOf } from '../../support/target-server.ts';

const signal = (): AbortSignal => AbortSignal.timeout(25_000);

async function ask(server: MariadbServer, query: string): Promise<readonly (string | null)[]> {
  await using connection = await TargetConnection.open(addressOf(server), 'definition', signal());
  const [row] = await connection.rows(query, signal());
  return (row ?? []).map((value) => value?.toString('utf8') ?? null);
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('embedded MariaDB', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'seaward test '));
  });
  afterEach(async () => {
    await rm(directory, { recursive: true, force: true });
  });

  test('two servers run at once, apart from each other, and leave nothing behind', async () => {
    const [one, two] = await Promise.all([
      startMariadb({ environment: process.env }),
      startMariadb({ environment: process.env }),
    ]);
    expect(one.port).not.toBe(two.port);
    await ask(one, 'SELECT 1');
    expect(await ask(two, 'SELECT @@version, @@port')).toEqual([expect.stringContaining('MariaDB'), String(two.port)]);
    const pid = await one.processId();
    await Promise.all([one.stop(), two.stop()]);
    expect([one.running(), pid !== null && alive(pid)]).toEqual([false, false]);
    expect([existsSync(one.directory ?? ''), existsSync(two.directory ?? '')]).toEqual([false, false]);
  });

  test('it resembles a MySQL-mode tenant and takes LOAD DATA LOCAL', async () => {
    await using server = await startMariadb({ environment: process.env });
    const variables =
      '@@lower_case_table_names, @@collation_server, @@binlog_format, @@binlog_row_image, @@local_infile';
    expect(await ask(server, `SELECT ${variables}, @@innodb_buffer_pool_size`)).toEqual([
      '1',
      'utf8mb4_bin',
      'ROW',
      'FULL',
      '1',
      String(128 * 1024 * 1024),
    ]);
  });

  test('nobody gets in without the password', async () => {
    await using server = await startMariadb({ environment: process.env });
    const stranger = TargetConnection.open(
      { ...addressOf(server), user: 'root', password: '' },
      'definition',
      signal(),
    );
    await expect(stranger).rejects.toThrow('TARGET_LOGIN');
  });

  test('a directory with spaces in its path keeps its data across a stop and a kill', async () => {
    const kept = join(directory, 'state of things');
    const first = await startMariadb({ environment: process.env, directory: kept });
    await ask(first, 'SELECT 1');
    {
      await using connection = await TargetConnection.open(addressOf(first), 'definition', signal());
      await connection.run('CREATE DATABASE kept', signal());
      await connection.run('CREATE TABLE kept.t (id INT PRIMARY KEY)', signal());
      await connection.run('INSERT INTO kept.t VALUES (1)', signal());
    }
    const pid = await first.processId();
    if (pid === null) throw new Error('no process id');
    process.kill(pid, 'SIGKILL');
    await eventually('the server has ended', () => !first.running());
    const second = await startMariadb({ environment: process.env, directory: kept, port: first.port });
    expect([second.port, await ask(second, 'SELECT COUNT(*) FROM kept.t')]).toEqual([first.port, ['1']]);
    await second.stop();
    await using third = await startMariadb({ environment: process.env, directory: kept });
    expect(await ask(third, 'SELECT COUNT(*) FROM kept.t')).toEqual(['1']);
  });

  test('it ends with its parent, even when that is ended by SIGKILL', async () => {
    const parent = spawn(process.execPath, [join(import.meta.dirname, '../../support/started-server.ts')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let line = '';
    for await (const text of createInterface({ input: parent.stdout })) {
      line = text;
      break;
    }
    const started: unknown = JSON.parse(line);
    if (typeof started !== 'object' || started === null || !('pid' in started) || !('directory' in started)) {
      throw new Error('the child did not say what it started');
    }
    const { pid, directory: place } = started;
    if (typeof pid !== 'number' || typeof place !== 'string') throw new Error('the child said something else');
    expect([alive(pid), existsSync(place)]).toEqual([true, true]);
    parent.kill('SIGKILL');
    await eventually('the server has ended', () => !alive(pid));
    await eventually('its directory is gone', () => !existsSync(place));
  });

  const fetchLimitMs = 180_000;
  test(
    'without an installed server it fetches packages into the cache and takes them from there',
    { timeout: fetchLimitMs },
    async () => {
      const cacheDirectory = join(directory, 'cache');
      const said: string[] = [];
      const options = {
        environment: { ...process.env, PATH: '/usr/bin:/bin' },
        installed: 'ignore' as const,
        cacheDirectory,
        progress: (text: string) => said.push(text),
      };
      {
        await using server = await startMariadb(options);
        expect(await ask(server, 'SELECT 1')).toEqual(['1']);
      }
      expect(said.some((text) => text.startsWith('fetching MariaDB packages'))).toBe(true);
      const cached = await readdir(cacheDirectory);
      expect(cached.filter((name) => name.startsWith('fetch-') || name.startsWith('bootstrap-'))).toEqual([]);
      said.length = 0;
      await using again = await startMariadb(options);
      expect([await ask(again, 'SELECT 1'), said]).toEqual([['1'], []]);
    },
  );

  test('without server, packages and docker it names the exact command', async () => {
    const environment = { PATH: directory };
    const start = startMariadb({ environment, installed: 'ignore', cacheDirectory: join(directory, 'cache') });
    const fault: unknown = await start.catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(Fault);
    expect(fault instanceof Fault ? [fault.code, fault.record.cause] : []).toEqual([
      'EMBEDDED_SERVER',
      expect.stringMatching(/apt-get is not on this machine.*no docker daemon answers.*run: /),
    ]);
  });

  test('without server and packages a container is run in the foreground and stopped with it', async () => {
    // A stand-in for docker: notes what it was asked for, and greets on the published port as a server does.
    const log = join(directory, 'asked');
    const script = `
const fs = require('node:fs'), net = require('node:net');
fs.appendFileSync(${JSON.stringify(log)}, process.argv.slice(2).join(' ') + '\\n');
if (process.argv[2] === 'version') { console.log('99'); process.exit(0); }
const port = Number(process.argv[process.argv.indexOf('--publish') + 1].split(':')[1]);
net.createServer((s) => { s.on('error', () => {}); s.end(Buffer.from([1, 0, 0, 0, 10])); }).listen(port, '127.0.0.1');
process.on('SIGTERM', () => { fs.appendFileSync(${JSON.stringify(log)}, 'stopped\\n'); process.exit(0); });
`;
    const docker = join(directory, 'docker');
    // A first line naming the program would not bear a space in its path.
    await writeFile(join(directory, 'docker.cjs'), script);
    await writeFile(docker, `#!/bin/sh\nexec '${process.execPath}' '${join(directory, 'docker.cjs')}' "$@"\n`);
    await chmod(docker, 0o755);
    const server = await startMariadb({
      environment: { PATH: directory },
      installed: 'ignore',
      cacheDirectory: join(directory, 'cache'),
    });
    expect([server.running(), server.directory, server.user]).toEqual([true, null, 'root']);
    await server.stop();
    const asked = await readFile(log, 'utf8');
    expect(asked).toContain(`--publish 127.0.0.1:${server.port}:3306`);
    expect(asked).not.toContain(server.password);
    expect(asked.trimEnd().endsWith('stopped')).toBe(true);
  });
});
