import { startMariadb } from '../../local/mariadb/mariadb-server.ts';
import { Fault } from '../../model/fault.ts';
import type { CommandContext } from '../command.ts';

/** The server the rehearsal migrates to: embedded, or the one that SEAWARD_TEST_TARGET names. */
export interface RehearsalTarget extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly version: string;
  readonly processId: number | null;
}

const addressText = /^(.+):(.*)@([^@]+):(\d+)$/;

export async function startRehearsalTarget(context: CommandContext): Promise<RehearsalTarget> {
  const named = context.environment['SEAWARD_TEST_TARGET'];
  if (named !== undefined && named !== '') {
    const [, user = '', password = '', host = '', port = ''] = addressText.exec(named) ?? [];
    if (host === '') throw new Fault('INVALID_PROJECT', 'SEAWARD_TEST_TARGET is user:password@host:port');
    const address = { host, port: Number(port), user, password };
    return { ...address, version: 'as given', processId: null, [Symbol.asyncDispose]: async () => undefined };
  }
  const server = await startMariadb({ environment: context.environment, progress: (text) => context.say(text) });
  const { host, port, user, password, version } = server;
  const processId = await server.processId();
  return { host, port, user, password, version, processId, [Symbol.asyncDispose]: () => server.stop() };
}
