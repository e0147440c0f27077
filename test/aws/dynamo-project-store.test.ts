import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProjectTable } from '../../lib/aws/create-project-table.ts';
import { DynamoProjectStore } from '../../lib/aws/dynamo-project-store.ts';
import { type DynaliteEngine, startDynaliteEngine } from '../../lib/local/dynalite-engine.ts';
import { auditItem } from '../../lib/model/stored-item.ts';
import { projectStoreContract } from '../contracts/project-store.contract.ts';
import { setAwsVariables } from '../support/aws-variables.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const record = { at: 'now', by: 'ann', command: 'c', detail: 'd' };
let engine: DynaliteEngine;
let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let tables = 0;

beforeAll(async () => {
  setAwsVariables();
  directory = await temporaryDirectory();
  engine = await startDynaliteEngine({ directory: `${directory.path}/db`, table: 'Main' });
});
afterAll(async () => {
  await engine[Symbol.asyncDispose]();
  await directory[Symbol.asyncDispose]();
});

async function ownTable(): Promise<string> {
  tables += 1;
  await createProjectTable(`T${tables}xx`, engine.endpoint);
  return `T${tables}xx`;
}

projectStoreContract('DynamoDB', async () => new DynamoProjectStore(await ownTable(), { endpoint: engine.endpoint }));

describe('the DynamoDB project store', () => {
  it('refuses an item of another format and says which version is needed', async () => {
    const table = await ownTable();
    const store = new DynamoProjectStore(table, { endpoint: engine.endpoint });
    await store.put(auditItem, 'p', 'a', record, 0);
    const client = new DynamoDBClient({ endpoint: engine.endpoint });
    await client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: { pk: { S: 'P#p#AUDIT' }, sk: { S: 'a' } },
        UpdateExpression: 'SET stateFormat = :two',
        ExpressionAttributeValues: { ':two': { N: '2' } },
      }),
    );
    client.destroy();
    await expect(store.get(auditItem, 'p', 'a')).rejects.toMatchObject({ record: { code: 'UPGRADE_REQUIRED' } });
  });

  it('stops at an item that is damaged', async () => {
    const table = await ownTable();
    const store = new DynamoProjectStore(table, { endpoint: engine.endpoint });
    await store.put(auditItem, 'p', 'a', record, 0);
    const client = new DynamoDBClient({ endpoint: engine.endpoint });
    await client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: { pk: { S: 'P#p#AUDIT' }, sk: { S: 'a' } },
        UpdateExpression: 'SET body = :half',
        ExpressionAttributeValues: { ':half': { S: '{"at":"now"}' } },
      }),
    );
    client.destroy();
    await expect(store.get(auditItem, 'p', 'a')).rejects.toThrow(/damaged/);
  });

  it('knows its own write again when the answer was lost and the client repeated the request', async () => {
    const table = await ownTable();
    const client = new DynamoDBClient({ endpoint: engine.endpoint });
    let repeated = 0;
    client.middlewareStack.add(
      (next) => async (args) => {
        const first = await next(args);
        if (!(args.input instanceof Object && 'Item' in args.input)) return first;
        repeated += 1;
        return next(args);
      },
      { step: 'initialize' },
    );
    const store = new DynamoProjectStore(table, { client });
    expect(await store.put(auditItem, 'p', 'a', record, 0)).toBe(1);
    expect(repeated).toBe(1);
    expect(await store.put(auditItem, 'p', 'a', { ...record, detail: 'e' }, 0)).toBeUndefined();
    client.destroy();
  });

  it('says so when nothing answers', async () => {
    const client = new DynamoDBClient({ endpoint: 'http://127.0.0.1:1', maxAttempts: 1 });
    const store = new DynamoProjectStore('T', { client });
    await expect(store.get(auditItem, 'p', 'a')).rejects.toMatchObject({ record: { code: 'STORE_UNREACHABLE' } });
    client.destroy();
  });

  it('outlives a client that breaks off in the middle of a request', async () => {
    const store = new DynamoProjectStore(await ownTable(), { endpoint: engine.endpoint });
    const { connect } = await import('node:net');
    const { port } = new URL(engine.endpoint);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"half":', () => {
          socket.resetAndDestroy();
          resolve();
        });
      });
    });
    expect(await store.put(auditItem, 'p', 'a', record, 0)).toBe(1);
  });
});

describe('the embedded engine', () => {
  it('finds everything again after it was started anew on the same directory', async () => {
    await using own = await temporaryDirectory();
    const path = `${own.path}/db`;
    const first = await startDynaliteEngine({ directory: path, table: 'Main' });
    await new DynamoProjectStore('Main', { endpoint: first.endpoint }).put(auditItem, 'p', 'a', record, 0);
    await first[Symbol.asyncDispose]();
    await using second = await startDynaliteEngine({ directory: path, table: 'Main' });
    const store = new DynamoProjectStore('Main', { endpoint: second.endpoint });
    expect((await store.get(auditItem, 'p', 'a'))?.body).toEqual(record);
  });
});
