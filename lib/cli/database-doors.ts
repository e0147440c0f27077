import { loginName } from '../oceanbase/client/login-name.ts';
import { OceanbaseSchema } from '../oceanbase/client/schema-target.ts';
import { OceanbaseLoader } from '../oceanbase/client/target-loader.ts';
import { OceanbaseRows } from '../oceanbase/client/target-rows.ts';
import { openRowSource } from '../oracle/client/row-source.ts';
import { openSchemaSource } from '../oracle/client/schema-source.ts';
import type { OracleEndpoint, TargetEndpoint } from '../model/project.ts';
import type { DatabaseDoors } from '../ports/database-doors.ts';
import { openSecrets } from '../runtime/secrets.ts';

/** The databases of a project, opened from this process: for commands that only look. */
export function openDatabaseDoors(): DatabaseDoors {
  const secrets = openSecrets({ local: true });
  const source = async ({ host, port, serviceName, secret }: OracleEndpoint) => ({
    host,
    port,
    serviceName,
    ...(await secrets.read(secret)),
  });
  const target = async ({ host, port, tenant, cluster, secret }: TargetEndpoint) => {
    const { user, password } = await secrets.read(secret);
    return { host, port, user: loginName(user, tenant, cluster), password };
  };
  return {
    openSchemaSource: async (endpoint, signal) => openSchemaSource(await source(endpoint), signal),
    openRowSource: async (endpoint, signal) => openRowSource(await source(endpoint), signal),
    openSchemaTarget: async (endpoint) => new OceanbaseSchema(await target(endpoint)),
    openTargetLoader: async (endpoint) => new OceanbaseLoader(await target(endpoint)),
    openTargetRows: async (endpoint) => new OceanbaseRows(await target(endpoint)),
  };
}
