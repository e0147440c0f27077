import { loginName } from '../oceanbase/client/login-name.ts';
import type { TargetAddress } from '../oceanbase/client/connection.ts';
import type { TargetEndpoint } from '../model/project.ts';
import type { SecretSource } from '../ports/secret-source.ts';

/** The endpoint with password and the user name OceanBase routes by, read anew each time. */
export async function targetAddress(
  secrets: SecretSource,
  { host, port, tenant, cluster, secret }: TargetEndpoint,
): Promise<TargetAddress> {
  const { user, password } = await secrets.read(secret);
  return { host, port, user: loginName(user, tenant, cluster), password };
}
