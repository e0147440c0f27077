import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';
import { Fault } from '../model/fault.ts';
import type { Credentials } from '../ports/secret-source.ts';
import { awsClientSettings } from './aws-client-settings.ts';
import { awsErrorName } from './aws-faults.ts';

/** Content of a secret, as RDS-style rotation writes it too: `{"username": ...}` is read like `{"user": ...}`. */
const contentSchema = z.union([
  z.looseObject({ user: z.string().min(1), password: z.string() }),
  z.looseObject({ username: z.string().min(1), password: z.string() }).transform(({ username, password }) => ({
    user: username,
    password,
  })),
]);

/** The current version of a secret. Nothing of it is kept. */
export class SecretsManagerSource {
  readonly #client: SecretsManagerClient;

  constructor(client: SecretsManagerClient = new SecretsManagerClient(awsClientSettings)) {
    this.#client = client;
  }

  async read(arn: string): Promise<Credentials> {
    let text: string | undefined;
    try {
      text = (await this.#client.send(new GetSecretValueCommand({ SecretId: arn }))).SecretString;
    } catch (error) {
      throw new Fault('SECRET_UNREADABLE', `Secrets Manager refuses the secret: ${awsErrorName(error)}`, {
        subject: arn,
        error,
      });
    }
    return decodeCredentials(text ?? '', arn);
  }
}

/** Reads `{"user","password"}`; what is wrong is said without a word of the content. */
export function decodeCredentials(text: string, subject: string): Credentials {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new Fault('SECRET_UNREADABLE', 'the secret is not JSON', { subject });
  }
  const decoded = contentSchema.safeParse(content);
  if (!decoded.success) throw new Fault('SECRET_UNREADABLE', 'the secret is not {"user","password"}', { subject });
  return { user: decoded.data.user, password: decoded.data.password };
}
