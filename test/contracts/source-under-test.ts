import { startStandIn } from '../../lib/standin/server.ts';
import { type OracleLogin, OracleSession } from '../../lib/oracle/client/oracle-session.ts';

/** A source that may be written to: `owner` owns its own objects and has what a migration user needs. */
export interface SourceUnderTest extends AsyncDisposable {
  readonly owner: OracleLogin;
  /** The owner's schema. */
  readonly schema: string;
  /** A user who may log in and nothing else; null where none can be made. */
  readonly stranger: OracleLogin | null;
}

const owner = 'SEAWARD_T';
const stranger = 'SEAWARD_S';

const grants = `
GRANT CREATE SESSION, CREATE TABLE, CREATE VIEW TO ${owner};
GRANT SELECT ON SYS.V_$DATABASE TO ${owner};
GRANT SELECT ON SYS.DBA_EXTENTS TO ${owner};
`;

/**
 * The source named by SEAWARD_TEST_ORACLE (`user:password@host:port/service`), a user of its own with the grants above and
 * quota; else a stand-in.
 */
export async function openSourceUnderTest(): Promise<SourceUnderTest> {
  const real = process.env['SEAWARD_TEST_ORACLE'];
  if (real !== undefined && real !== '') {
    const login = parseLogin(real);
    const dispose = async (): Promise<void> => dropEverything(login);
    await dispose();
    return {
      owner: login,
      schema: login.user.toUpperCase(),
      stranger: null,
      [Symbol.asyncDispose]: dispose,
    };
  }
  const bugs: unknown[] = [];
  const server = await startStandIn({
    users: { [owner]: 'owner', [stranger]: 'stranger' },
    initScript: grants,
    onInternalError: (error) => bugs.push(error),
  });
  const login = { host: server.host, port: server.port, serviceName: 'ORCLPDB1' };
  return {
    owner: { ...login, user: owner, password: 'owner' },
    schema: owner,
    stranger: { ...login, user: stranger, password: 'stranger' },
    [Symbol.asyncDispose]: async () => {
      await server.close();
      if (bugs.length > 0) throw new AggregateError(bugs, 'the stand-in met bugs of its own');
    },
  };
}

function parseLogin(text: string): OracleLogin {
  const match = /^([^:]+):(.+)@([^@:]+):(\d+)\/(.+)$/.exec(text);
  const [, user, password, host, port, serviceName] = match ?? [];
  if (user === undefined || password === undefined || host === undefined || serviceName === undefined) {
    throw new Error('SEAWARD_TEST_ORACLE has the form user:password@host:port/service');
  }
  return { host, port: Number(port), serviceName, user, password };
}

const signal = new AbortController().signal;

/** The suite's own tables begin with `SRC_`; whatever an earlier run left is dropped. */
async function dropEverything(login: OracleLogin): Promise<void> {
  await using session = await OracleSession.open(login, signal);
  const tables = await session.rows(
    { text: "SELECT t.TABLE_NAME FROM USER_TABLES t WHERE t.TABLE_NAME LIKE 'SRC\\_%' ESCAPE '\\'", binds: [] },
    signal,
  );
  for (const [name] of tables) {
    await session.run({ text: `DROP TABLE "${String(name)}" CASCADE CONSTRAINTS PURGE`, binds: [] }, signal);
  }
}
