import { readFile } from 'node:fs/promises';
import { decodeCredentials, SecretsManagerSource } from '../aws/secrets-manager-source.ts';
import { Fault } from '../model/fault.ts';
import type { Credentials, SecretSource } from '../ports/secret-source.ts';
import { type Environment, readVariable } from './environment.ts';

/**
 * Secrets of a deployment. On AWS only Secrets Manager; on one machine also two environment variables or a JSON file
 * {user, password}. Read anew for every connection, so that a rotated password is honoured at once.
 */
export function openSecrets(environment: Pick<Environment, 'local'>): SecretSource {
  const manager: { source: SecretsManagerSource | null } = { source: null };
  return {
    read: async (reference) => {
      if ('arn' in reference) return (manager.source ??= new SecretsManagerSource()).read(reference.arn);
      if (!environment.local) {
        throw new Fault('SECRET_UNREADABLE', 'on AWS a secret is named by the ARN of a Secrets Manager secret');
      }
      return 'env' in reference ? fromVariables(reference.env) : fromFile(reference.file);
    },
  };
}

function fromVariables(names: { readonly user: string; readonly password: string }): Credentials {
  const value = (name: string): string => {
    const found = readVariable(name);
    if (found === undefined) throw new Fault('SECRET_UNREADABLE', `variable ${name} is not set`, { subject: name });
    return found;
  };
  return { user: value(names.user), password: value(names.password) };
}

async function fromFile(file: string): Promise<Credentials> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new Fault('SECRET_UNREADABLE', 'the secret file cannot be read', { subject: file, error });
  }
  return decodeCredentials(text, file);
}
