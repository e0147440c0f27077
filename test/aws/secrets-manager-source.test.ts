import { createServer, type Server } from 'node:http';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SecretsManagerSource } from '../../lib/aws/secrets-manager-source.ts';
import { listenOnLoopback } from '../../lib/local/listen-on-loopback.ts';

const secrets: Record<string, string> = {
  'arn:mine': '{"user":"u","password":"p"}',
  'arn:rds': '{"username":"r","password":"q","engine":"oracle"}',
  'arn:text': 'tOpSeCrEt',
};
let server: Server;
let client: SecretsManagerClient;
beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      const id = /"SecretId":"([^"]+)"/u.exec(body)?.[1] ?? '';
      const found = secrets[id];
      response.writeHead(found === undefined ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(
        JSON.stringify(found === undefined ? { __type: 'AccessDeniedException' } : { ARN: id, SecretString: found }),
      );
    });
  });
  const endpoint = await listenOnLoopback(server);
  client = new SecretsManagerClient({
    endpoint,
    region: 'local',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
});
afterAll(async () => {
  client.destroy();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

describe('Secrets Manager as a source of secrets', () => {
  it('reads {user, password}, and the words RDS uses', async () => {
    const source = new SecretsManagerSource(client);
    expect(await source.read('arn:mine')).toEqual({ user: 'u', password: 'p' });
    expect(await source.read('arn:rds')).toEqual({ user: 'r', password: 'q' });
  });

  it('honours a rotated secret with the next read', async () => {
    const source = new SecretsManagerSource(client);
    await source.read('arn:mine');
    secrets['arn:mine'] = '{"user":"u","password":"p2"}';
    expect(await source.read('arn:mine')).toEqual({ user: 'u', password: 'p2' });
  });

  it('says which secret is unreadable, and nothing of its content', async () => {
    const source = new SecretsManagerSource(client);
    for (const arn of ['arn:text', 'arn:nobody']) {
      const fault: unknown = await source.read(arn).catch((error: unknown) => error);
      expect(fault).toMatchObject({ record: { code: 'SECRET_UNREADABLE', subject: arn } });
      expect(JSON.stringify(fault)).not.toContain('tOpSeCrEt');
    }
  });
});
