import { setTimeout as delay } from 'node:timers/promises';
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Fault } from '../model/fault.ts';
import { localClientSettings } from './aws-client-settings.ts';
import { awsErrorName, awsFault } from './aws-faults.ts';
import { projectTable as at } from './project-table.ts';

/** Creates the project table where nobody deployed one: on one machine. An existing table is left alone. */
export async function createProjectTable(table: string, endpoint: string): Promise<void> {
  const client = new DynamoDBClient(localClientSettings(endpoint));
  try {
    if (await exists(client, table)) return;
    await client.send(
      new CreateTableCommand({
        TableName: table,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [at.partitionKey, at.sortKey, at.listName, at.listKey].map((AttributeName) => ({
          AttributeName,
          AttributeType: 'S' as const,
        })),
        KeySchema: [
          { AttributeName: at.partitionKey, KeyType: 'HASH' },
          { AttributeName: at.sortKey, KeyType: 'RANGE' },
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: at.indexName,
            KeySchema: [
              { AttributeName: at.listName, KeyType: 'HASH' },
              { AttributeName: at.listKey, KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [at.projectId] },
          },
        ],
      }),
    );
    await untilActive(client, table);
  } catch (error) {
    throw awsFault('DynamoDB', error);
  } finally {
    client.destroy();
  }
}

/** The SDK's own waiter asks once a second, which is a long time on one machine. */
async function untilActive(client: DynamoDBClient, table: string): Promise<void> {
  for (let attempt = 0; attempt < describeAttemptsMax; attempt += 1) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
    if (Table?.TableStatus === 'ACTIVE') return;
    await delay(describeEveryMs);
  }
  throw new Fault('STORE_UNREACHABLE', `table ${table} does not become active`);
}

const describeEveryMs = 10;
const describeAttemptsMax = 3_000;

async function exists(client: DynamoDBClient, table: string): Promise<boolean> {
  try {
    await client.send(new DescribeTableCommand({ TableName: table }));
    return true;
  } catch (error) {
    if (awsErrorName(error) === 'ResourceNotFoundException') return false;
    throw error;
  }
}
