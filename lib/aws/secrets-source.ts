import { readFile } from 'node:fs/promises';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';
import { Fault } from '../model/fault.ts';
import type { SecretReference } from '../model/project.ts';
import type { Credentials, SecretSource } from '../ports/secret-source.ts';
import { awsClientSettings } from './aws-client-settings.ts';

export interface SecretSourceOptions {
  /** On one machine {env} and {file} are read; on AWS they are refused. */
  readonly local: boolean;
  /** Where {env} looks. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly endpoint?: string;
}

const credentialsSchema = z.object({
  // Secrets that Amazon RDS or a person makes by the console's form call it `username`.
  user: z.string().min(1).optional(),
  username: z.string().min(1).optional(),
  password: z.string(),
});

/**
 * Credentials from AWS Secrets Manager ({arn}, JSON {user, password}), two environment variables, or a JSON file. What was
 * read is in no message: faults say where they looked, never what they found.
 */
export function openSecretSource(options: SecretSourceOptions): SecretSource {
  let client: SecretsManagerClient | null = null;
  const fromArn = async (arn: string): Promise<Credentials> => {
    client ??= new SecretsManagerClient({
      ...awsClientSettings,
      ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
    });
    let text: string | undefined;
    try {
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
      text = SecretString;
    } catch (error) {
      const name = error instanceof Error ? error.name : 'unknown error';
      throw new Fault('SECRET_UNREADABLE', `Secrets Manager refuses ${arn}: ${name}`, { subject: arn });
    }
    return decode(text ?? '', arn);
  };
  const fromVariables = (names: { readonly user: string; readonly password: string }): Credentials => {
    const user = options.variables[names.user];
    const password = options.variables[names.password];
    const missing = [user === undefined ? names.user : null, password === undefined ? names.password : null];
    if (user === undefined || password === undefined)
      throw unreadable(`environment variable ${missing.filter((name) => name !== null).join(' and ')} is not set`);
    return { user, password };
  };
  const fromFile = async (file: string): Promise<Credentials> => {
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
      throw unreadable(`file ${file}: ${code}`);
    }
    return decode(text, `file ${file}`);
  };
  return {
    read: async (reference: SecretReference) => {
      if ('arn' in reference) return fromArn(reference.arn);
      if (!options.local) throw unreadable('secrets of this kind are read on one machine only');
      return 'env' in reference ? fromVariables(reference.env) : fromFile(reference.file);
    },
  };
}

function decode(text: string, where: string): Credentials {
  let json: unknown = null;
  try {
    json = JSON.parse(text);
  } catch {
    // Said below, without the text.
  }
  const decoded = credentialsSchema.safeParse(json);
  const user = decoded.data?.user ?? decoded.data?.username;
  if (!decoded.success || user === undefined) throw unreadable(`${where} is not JSON {"user", "password"}`);
  return { user, password: decoded.data.password };
}

function unreadable(cause: string): Fault {
  return new Fault('SECRET_UNREADABLE', cause);
}
