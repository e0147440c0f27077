import type { SecretReference } from '../model/project.ts';

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** Reads credentials. Never logged, never stored. Fault: SECRET_UNREADABLE. */
export interface SecretSource {
  read(reference: SecretReference): Promise<Credentials>;
}
