import type { OracleLogin } from '../oracle/client/oracle-session.ts';
import type { OracleEndpoint } from '../model/project.ts';
import type { SecretSource } from '../ports/secret-source.ts';

/** The endpoint with user and password, read anew each time: a rotated secret is honoured without a restart. */
export async function oracleLogin(
  secrets: SecretSource,
  { host, port, serviceName, secret }: OracleEndpoint,
): Promise<OracleLogin> {
  return { host, port, serviceName, ...(await secrets.read(secret)) };
}
