/**
 * Runs benchmarks and says what they measured:
 *
 *     npm run bench                                     all of them
 *     npm run bench -- full-load --rows 1000000 --runs 5 --workers 1 --source encoded
 *
 * Writes `.seaward/bench/NAME.json`. Figures compare two sides in one run on one machine; alone they mean nothing.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { benchFullLoad, fullLoadLines } from './full-load.ts';

// Who speaks to Oracle runs in UTC.
process.env['TZ'] = 'UTC';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rows: { type: 'string', default: '1000000' },
    runs: { type: 'string', default: '5' },
    workers: { type: 'string', default: '1' },
    source: { type: 'string', default: 'encoded' },
  },
});

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const benches: Readonly<Record<string, () => Promise<object>>> = {
  'full-load': async () => {
    const source = values.source === 'engine' ? 'engine' : 'encoded';
    const result = await benchFullLoad({
      rows: Number(values.rows),
      runs: Number(values.runs),
      workers: Number(values.workers),
      source,
      say,
    });
    for (const line of fullLoadLines(result)) say(line);
    return result;
  },
};

const names = positionals.length === 0 ? Object.keys(benches) : positionals;
for (const name of names) {
  const bench = benches[name];
  if (bench === undefined) throw new Error(`no bench ${name}; there are: ${Object.keys(benches).join(', ')}`);
  const result = await bench();
  const machine = { processor: cpus()[0]?.model ?? 'unknown', cores: availableParallelism(), node: process.version };
  const file = path.join('.seaward', 'bench', `${name}.json`);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify({ ...result, machine, at: new Date().toISOString() }, null, 2)}\n`);
  say(`  written to ${file}`);
}
