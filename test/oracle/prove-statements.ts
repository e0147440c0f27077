/**
 * Proves every Oracle statement of the product with a real Oracle grammar and writes the digests of those it accepts:
 *
 *     node test/oracle/prove-statements.ts
 *
 * The statements are those of statement-texts.ts and those that the source contract suite sends (it is run for that). The
 * grammar takes seconds to load and to warm up, so the test suite itself only looks digests up.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { acceptedFile, shapeOf, statementDigest } from './accepted-statements.ts';
import { complaints } from './oracle-grammar.js';
import { statementTexts } from './statement-texts.ts';

/** What the client sent while the contract suite ran. */
function sentStatements(): readonly string[] {
  const directory = mkdtempSync(join(tmpdir(), 'statements-'));
  const file = join(directory, 'sent.json');
  try {
    const run = spawnSync('npx', ['vitest', 'run', 'test/contracts/source.test.ts'], {
      env: { ...process.env, SEAWARD_STATEMENTS_OUT: file },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (run.status !== 0) throw new Error('the source contract suite failed');
    return z.array(z.string()).parse(JSON.parse(readFileSync(file, 'utf8')));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function main(): void {
  const texts = new Map([...statementTexts(), ...sentStatements()].map((text) => [shapeOf(text), text]));
  const rejected = [...texts.keys()].flatMap((text) => {
    const found = complaints(text.replaceAll(':n', ':1'));
    return found.length === 0 ? [] : [`${text}\n    ${found.join('\n    ')}`];
  });
  const control = complaints('SELECT FROM WHERE');
  if (control.length === 0) rejected.push('the grammar accepts what is not SQL: it proves nothing');
  for (const text of rejected) process.stderr.write(`${text}\n`);
  if (rejected.length > 0) process.exit(1);
  const digests = [...texts.keys()].map(statementDigest).sort();
  const file = { grammar: '@griffithswaite/ts-plsql-parser 1.1.1', digests };
  writeFileSync(acceptedFile, `${JSON.stringify(file, null, 2)}\n`);
  process.stdout.write(`${digests.length} statements accepted\n`);
}

main();
