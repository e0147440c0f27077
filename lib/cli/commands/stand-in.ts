import { readFile } from 'node:fs/promises';
import { startStandIn } from '../../standin/server.ts';
import { type Command, exitCode, numberOption, textOption, UsageError } from '../command.ts';

const personas = ['12.2', '19c', '21c', '23ai'] as const;

export const standIn: Command = {
  usage: 'stand-in [--port N] [--init FILE.sql] [--persona 19c]',
  summary: 'runs the Oracle stand-in until interrupted; SYSTEM has the password oracle',
  options: { port: { type: 'string' }, init: { type: 'string' }, persona: { type: 'string' } },
  positionals: { min: 0, max: 0 },
  async run(context, _positionals, options) {
    const persona = personas.find((name) => name === (textOption(options, 'persona') ?? '19c'));
    if (persona === undefined) throw new UsageError(`--persona takes ${personas.join(', ')}`);
    const init = textOption(options, 'init');
    await using server = await startStandIn({
      port: numberOption(options, 'port', 0, 65_535) ?? 0,
      persona,
      ...(init === undefined ? {} : { initScript: await readFile(init, 'utf8') }),
      onInternalError: (error) => context.say(`stand-in bug: ${String(error)}`),
    });
    context.print(server.connectString);
    context.say(`Listening on ${server.connectString}, persona ${persona}. Interrupt to stop.`);
    await new Promise<void>((resolve) => {
      context.signal.addEventListener('abort', () => resolve(), { once: true });
      if (context.signal.aborted) resolve();
    });
    return exitCode.done;
  },
};
