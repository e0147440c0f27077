import { limits } from '../model/limits.ts';

/**
 * Bounds of every client of AWS: so many attempts with the SDK's jittered back-off, so long for a connection and so long
 * for an answer. Endpoints, region and credentials come from the environment, as the SDK reads it.
 */
export const awsClientSettings = {
  maxAttempts: limits.awsAttemptsMax,
  retryMode: 'standard',
  requestHandler: { connectionTimeout: limits.awsConnectMsMax, requestTimeout: limits.awsRequestMsMax },
} as const;

/** The same for an embedded service of this machine, with a region and keys that are nobody's. */
export function localClientSettings(endpoint: string) {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return { ...awsClientSettings, endpoint, region: 'local', credentials };
}
