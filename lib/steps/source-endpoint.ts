import { Fault } from '../model/fault.ts';
import type { OracleEndpoint, ProjectFile } from '../model/project.ts';

/** The endpoint that schema, full load and verification read: the standby where there is one, else the primary. */
export function sourceEndpoint(spec: ProjectFile): OracleEndpoint {
  const { mode, primary, standby } = spec.source;
  const endpoint = mode === 'primary' ? primary : standby;
  if (endpoint === undefined) {
    throw new Fault('INVALID_PROJECT', `source mode ${mode} needs an endpoint`, { subject: 'source' });
  }
  return endpoint;
}
