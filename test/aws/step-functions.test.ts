import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SecretsManagerSource } from '../../lib/aws/secrets-manager-source.ts';
import { StepFunctionsCallback } from '../../lib/aws/step-functions-callback.ts';
import { StepFunctionsExecutions } from '../../lib/aws/step-functions-executions.ts';

type Answer = { readonly status: number; readonly body: object };

/** The JSON protocol of AWS: an answer per operation, and what was asked. */
describe('clients of AWS over a real socket', () => {
  const answers = new Map<string, Answer>();
  const asked: { operation: string; input: unknown }[] = [];
  let server: Server;
  let settings: ConstructorParameters<typeof SFNClient>[0];

  beforeAll(async () => {
    server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
        asked.push({ operation, input: JSON.parse(text) });
        const { status, body } = answers.get(operation) ?? { status: 200, body: {} };
        response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    settings = {
      endpoint: `http://127.0.0.1:${(address satisfies AddressInfo).port}`,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      maxAttempts: 1,
    };
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  beforeEach(() => {
    answers.clear();
    asked.length = 0;
  });

  const refuse = (operation: string, name: string, message = 'no'): void => {
    answers.set(operation, { status: 400, body: { __type: name, message } });
  };
  const callback = (): StepFunctionsCallback => new StepFunctionsCallback(new SFNClient(settings ?? {}));
  const machine = 'arn:aws:states:eu-central-1:111122223333:stateMachine:Seaward';
  const executions = (arn: string | null = machine): StepFunctionsExecutions =>
    new StepFunctionsExecutions(arn, new SFNClient(settings ?? {}));

  test('an answer reaches its token as JSON', async () => {
    expect(await callback().succeed('t', { outcome: 'retry' })).toBe('delivered');
    expect(asked).toEqual([{ operation: 'SendTaskSuccess', input: { taskToken: 't', output: '{"outcome":"retry"}' } }]);
  });

  test.each(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'])('a token refused with %s is dead', async (name) => {
    refuse('SendTaskHeartbeat', name);
    expect(await callback().heartbeat('t')).toBe('dead');
  });

  test('a cause is cut to what the service takes', async () => {
    await callback().fail('t', 'E'.repeat(300), 'c'.repeat(40_000));
    expect(asked[0]?.input).toEqual({ taskToken: 't', error: 'E'.repeat(256), cause: 'c'.repeat(32_768) });
  });

  test('a refused permission is no dead token but a fault', async () => {
    refuse('SendTaskSuccess', 'AccessDeniedException');
    await expect(callback().succeed('t', {})).rejects.toHaveProperty('code', 'STORE_UNREACHABLE');
  });

  test('an execution is started by name, and once is enough', async () => {
    const executionArn = 'arn:aws:states:eu-central-1:111122223333:execution:Seaward:orders-g2';
    answers.set('StartExecution', { status: 200, body: { executionArn, startDate: 1 } });
    expect(await executions().start('orders-g2', { projectId: 'orders' })).toBe(executionArn);
    refuse('StartExecution', 'ExecutionAlreadyExists');
    expect(await executions().start('orders-g2', { projectId: 'orders' })).toBe(executionArn);
  });

  test('a function of the machine starts no executions', async () => {
    await expect(executions(null).start('x', {})).rejects.toThrow('may not start executions');
  });

  test.each([
    ['RUNNING', 'running'],
    ['PENDING_REDRIVE', 'running'],
    ['SUCCEEDED', 'ended'],
    ['ABORTED', 'ended'],
  ])('an execution that is %s counts as %s', async (status, expected) => {
    answers.set('DescribeExecution', { status: 200, body: { status } });
    expect(await executions().status(`${machine}:x`)).toBe(expected);
  });

  test('an execution AWS has forgotten is unknown', async () => {
    refuse('DescribeExecution', 'ExecutionDoesNotExist');
    expect(await executions().status(`${machine}:x`)).toBe('unknown');
  });

  test('a secret is read in its current version; one that may not be read is a fault without its content', async () => {
    const source = new SecretsManagerSource(new SecretsManagerClient(settings ?? {}));
    answers.set('GetSecretValue', { status: 200, body: { SecretString: '{"user":"u","password":"p"}' } });
    expect(await source.read('arn:aws:secretsmanager:x')).toEqual({ user: 'u', password: 'p' });
    refuse('GetSecretValue', 'AccessDeniedException');
    await expect(source.read('arn:aws:secretsmanager:x')).rejects.toHaveProperty('code', 'SECRET_UNREADABLE');
  });
});
