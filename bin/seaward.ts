#!/usr/bin/env node
import path from 'node:path';
import { runCommandLine } from '../lib/cli/command-line.ts';

// The command line. Dates are read as text and zones are the databases' own: this process has no zone but UTC.
process.env['TZ'] = 'UTC';
const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (interrupt.signal.aborted) process.exit(130);
    interrupt.abort();
  });
}
// Started by another process of ours: its end, however it comes, is an interrupt.
process.once('disconnect', () => interrupt.abort());

const exitCode = await runCommandLine(
  {
    environment: process.env,
    adoptVariables: (variables) => Object.assign(process.env, variables),
    packageRoot: path.dirname(import.meta.dirname),
    signal: interrupt.signal,
    say: (line) => process.stderr.write(`${line}\n`),
    print: (text) => process.stdout.write(`${text}\n`),
    isTerminal: process.stderr.isTTY,
  },
  process.argv.slice(2),
);
// What was printed is written out before the end; timers of a state machine that waits at a gate do not hold it up.
process.stdout.write('', () => process.exit(exitCode));
