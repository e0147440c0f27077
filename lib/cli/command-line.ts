import { parseArgs } from 'node:util';
import { Fault } from '../model/fault.ts';
import { type Command, type CommandContext, exitCode, type ExitCode, flagOption, UsageError } from './command.ts';
import { commands, notBuiltCommands } from './commands.ts';
import { faultLines } from './fault-text.ts';

/** Runs one command line and returns the exit code of the process. */
export async function runCommandLine(context: CommandContext, argumentsGiven: readonly string[]): Promise<ExitCode> {
  const [name, ...rest] = argumentsGiven;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    context.print(overview());
    return name === undefined ? exitCode.usage : exitCode.done;
  }
  const command = commands.get(name);
  if (command === undefined) {
    const later = notBuiltCommands.has(name);
    context.say(later ? `seaward ${name} is not built yet (README.md, Limits)` : `there is no command ${name}`);
    if (!later) context.say(overview());
    return later ? exitCode.failed : exitCode.usage;
  }
  return runCommand(context, name, command, rest);
}

async function runCommand(
  context: CommandContext,
  name: string,
  command: Command,
  rest: readonly string[],
): Promise<ExitCode> {
  let json = false;
  try {
    const { values, positionals } = decodeArguments(command, rest);
    if (flagOption(values, 'help')) {
      context.print(`seaward ${command.usage}\n\n${command.summary}`);
      return exitCode.done;
    }
    json = flagOption(values, 'json');
    return await command.run(context, positionals, values);
  } catch (error) {
    if (context.signal.aborted) {
      context.say('Interrupted. What was done is kept: the same command goes on from here.');
      return exitCode.interrupted;
    }
    if (error instanceof UsageError) {
      context.say(error.message);
      context.say(`usage: seaward ${command.usage}`);
      return exitCode.usage;
    }
    if (error instanceof Fault) {
      for (const line of faultLines(error.record)) context.say(line);
      if (json) context.print(JSON.stringify({ fault: error.record }));
      return error.code === 'INVALID_PROJECT' ? exitCode.usage : exitCode.failed;
    }
    context.say(`seaward ${name} stopped by an assertion, which is a bug: ${textOf(error)}`);
    return exitCode.failed;
  }
}

function decodeArguments(
  command: Command,
  rest: readonly string[],
): { values: Record<string, string | boolean | (string | boolean)[] | undefined>; positionals: string[] } {
  const options = { ...command.options, json: { type: 'boolean' }, help: { type: 'boolean' } } as const;
  let parsed;
  try {
    parsed = parseArgs({ args: [...rest], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const { min, max } = command.positionals;
  const count = parsed.positionals.length;
  if (parsed.values.help !== true && (count < min || count > max)) throw new UsageError(`${count} arguments given`);
  return { values: { ...parsed.values }, positionals: parsed.positionals };
}

function overview(): string {
  const rows = [...commands.values()].map(({ usage, summary }) => `  ${usage.padEnd(58)} ${summary}`);
  return ['Usage: seaward COMMAND [ARGUMENTS]', '', ...rows, '', 'Every command takes --json and --help.'].join('\n');
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
