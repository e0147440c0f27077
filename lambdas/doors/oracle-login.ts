import type { OracleLogin } from '../../lib/oracle/client/oracle-session.ts';
import type { OracleEndpoint } from '../../lib/model/project.ts';
import type { SecretSource } from '../../lib/ports/secret-source.ts';

/** The endpoint with user and password, read anew each time: a rotated secret is honoured without a restart. */
export async function oracleLogin(
  secrets: SecretSource,
  { host, port, serviceName, secret }: OracleEndpoint,
): Promise<OracleLogin> {
  return { host, port, serviceName, ...(await secrets.read(secret)) };
}
