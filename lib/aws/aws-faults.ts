import { Fault } from '../model/fault.ts';

/** `error.name` of what an AWS client threw, or an empty string. */
export function awsErrorName(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

/**
 * What an AWS service's failure means after the client's own retries. Known names of outages, throttling and missing
 * permissions become STORE_UNREACHABLE with the service and the name; anything else is thrown as it is, an assertion.
 */
export function awsFault(service: string, error: unknown): unknown {
  if (error instanceof Fault) return error;
  const name = awsErrorName(error);
  const text = error instanceof Error ? error.message : String(error);
  if (!unreachable.has(name) && !isNetworkError(error)) return error;
  return new Fault('STORE_UNREACHABLE', `${service} does not answer: ${name}: ${text.slice(0, 300)}`, {
    subject: service,
    error,
  });
}

/** Names as the services and the SDK document them; checked by tests against real sockets where one machine can. */
const unreachable: ReadonlySet<string> = new Set([
  'TimeoutError',
  'NetworkingError',
  'InternalServerError',
  'InternalServerErrorException',
  'InternalError',
  'InternalFailure',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'SlowDown',
  'ThrottlingException',
  'ThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'ProvisionedThroughputExceededException',
  'LimitExceededException',
  'ResourceNotFoundException',
  'NoSuchBucket',
  'AccessDenied',
  'AccessDeniedException',
  'ExpiredToken',
  'ExpiredTokenException',
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'CredentialsProviderError',
]);

function isNetworkError(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return typeof error.code === 'string' && networkCodes.has(error.code);
}

const networkCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
