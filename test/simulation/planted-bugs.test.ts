import { execFile } from 'node:child_process';
import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';

/** Mistakes that the simulation must notice. A patch that no longer applies fails. */
const bugs = [
  {
    bug: 'verification forgets its position',
    file: 'steps/verify-chunk.ts',
    from: 'position: position + 1,',
    to: '',
  },
  {
    bug: 'the load forgets how many rows are stored',
    file: 'steps/load-chunk.ts',
    from: 'rows: writer.rowsStored,',
    to: '',
  },
  {
    bug: 'superseded chunks count',
    file: 'steps/finish-load.ts',
    from: "if (item?.status !== 'superseded') chunks.push",
    to: 'chunks.push',
  },
  {
    bug: 'ROWID ranges of verification cover nothing beyond themselves',
    file: 'engine/verify/covering-ranges.ts',
    from: '{ ...range, cover: { from: starts[at] ?? null, to: starts[at + 1] ?? null } }',
    to: 'range',
  },
  {
    bug: 'what no source row answers is extra without a look-up',
    file: 'steps/verify-range.ts',
    from: 'if (!known.has(textOf(row))) this.#extra',
    to: 'this.#extra',
  },
  {
    bug: 'the last range is dropped',
    file: 'engine/load/cut-ranges.ts',
    from: 'index <= bounds.length; index += 1',
    to: 'index < Math.max(1, bounds.length); index += 1',
  },
  {
    bug: 'every chunk is read at an SCN of its own',
    file: 'steps/load-chunk.ts',
    from: "const scn = parseScn(scns.get(next.tableId) ?? '');",
    to: 'const scn = await source.currentScn(signal);',
  },
  {
    bug: 'a table that is loaded again is not emptied',
    file: 'steps/finish-load.ts',
    from: 'await target.emptyTable((await planned.definition(tableId)).plan.target, signal);',
    to: '',
  },
  {
    bug: 'an invocation of a replaced execution marks its chunk as failed',
    file: 'steps/load-chunk.ts',
    from: " || error.code === 'STALE_GENERATION'",
    to: '',
  },
  {
    bug: 'an answer is forgotten when the step that hears it dies',
    file: 'steps/pending-gate.ts',
    from: 'if (before !== undefined) return answered(before.body);',
    to: '',
  },
  {
    bug: 'a statement whose reply was lost is sent again',
    file: 'steps/migrate-object.ts',
    from: "if (!(error instanceof Fault) || (await look()) === 'absent') throw error;",
    to: 'throw error;',
  },
] as const;

const root = path.resolve(import.meta.dirname, '../..');
const script = `
  const { tellStories } = await import(process.argv[1]);
  const { wrong, endings } = await tellStories(1, 200);
  // Stories that never end well are a mistake too.
  process.stdout.write(JSON.stringify(endings.stopped > 12 ? [...wrong, 'stopped'] : wrong));
`;
let directory: Awaited<ReturnType<typeof temporaryDirectory>>;

beforeAll(async () => {
  directory = await temporaryDirectory();
  for (const name of ['lib', 'test/simulation', 'test/support', 'test/engine/schema', 'package.json']) {
    await cp(path.join(root, name), path.join(directory.path, name), { recursive: true });
  }
  await symlink(path.join(root, 'node_modules'), path.join(directory.path, 'node_modules'));
});
afterAll(async () => directory[Symbol.asyncDispose]());

test.each(bugs)(
  'is caught within 200 seeds: $bug',
  async ({ file, from, to }) => {
    const address = path.join(directory.path, 'lib', file);
    const text = await readFile(address, 'utf8');
    expect(text.split(from).length, `${from} in ${file}`).toBe(2);
    await writeFile(address, text.replace(from, to));
    try {
      const stories = path.join(directory.path, 'test/simulation/tell-stories.ts');
      const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, stories], {
        cwd: directory.path,
        env: { ...process.env, TZ: 'UTC' },
        maxBuffer: 10_000_000,
      });
      expect(JSON.parse(stdout)).not.toEqual([]);
    } finally {
      await writeFile(address, text);
    }
  },
  120_000,
);
