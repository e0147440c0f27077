import { randomUUID } from 'node:crypto';
import {
  type AttributeValue,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
} from '@aws-sdk/client-dynamodb';
import { assert, Fault } from '../model/fault.ts';
import { limits } from '../model/limits.ts';
import { type ItemKind, type ItemList, type ListedItem, stateFormat, type Stored } from '../model/stored-item.ts';
import type { ProjectStore } from '../ports/project-store.ts';
import { awsClientSettings, localClientSettings } from './aws-client-settings.ts';
import { awsErrorName, awsFault } from './aws-faults.ts';
import { projectTable as at } from './project-table.ts';

type Attributes = Record<string, AttributeValue>;

/**
 * Items of projects in one DynamoDB table, by single-item compare-and-set on `version`: no transaction, no scan. Reads
 * are strongly consistent, lists are not. `endpoint` is for one machine only; without it the SDK finds its own.
 */
export class DynamoProjectStore implements ProjectStore {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(table: string, options: { readonly endpoint?: string; readonly client?: DynamoDBClient } = {}) {
    this.#table = table;
    const settings = options.endpoint === undefined ? awsClientSettings : localClientSettings(options.endpoint);
    this.#client = options.client ?? new DynamoDBClient(settings);
  }

  async get<Key, Body>(kind: ItemKind<Key, Body>, projectId: string, key: Key): Promise<Stored<Body> | undefined> {
    const item = await this.#read(kind.partition(projectId, key), kind.sort(key));
    return item === undefined ? undefined : decode(kind, item);
  }

  async put<Key, Body>(
    kind: ItemKind<Key, Body>,
    projectId: string,
    key: Key,
    body: Body,
    expected: number,
  ): Promise<number | undefined> {
    const writer = randomUUID();
    const item = encode(kind, projectId, key, body, expected + 1, writer);
    try {
      await this.#client.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: item,
          ExpressionAttributeNames: { '#version': expected === 0 ? at.partitionKey : at.version },
          ...(expected === 0
            ? { ConditionExpression: 'attribute_not_exists(#version)' }
            : {
                ConditionExpression: '#version = :expected',
                ExpressionAttributeValues: { ':expected': { N: String(expected) } },
              }),
        }),
      );
      return expected + 1;
    } catch (error) {
      if (awsErrorName(error) !== 'ConditionalCheckFailedException') throw awsFault('DynamoDB', error);
    }
    // The client repeats a request whose answer was lost; the first may have been written.
    const there = await this.#read(kind.partition(projectId, key), kind.sort(key));
    return there?.[at.writer]?.S === writer ? expected + 1 : undefined;
  }

  async *list<Key, Body>(
    kind: ItemKind<Key, Body>,
    projectId: string,
    key: Key,
    prefix: string,
  ): AsyncGenerator<Stored<Body>> {
    const whole = prefix === '';
    const pages = paginateQuery(
      { client: this.#client },
      {
        TableName: this.#table,
        ConsistentRead: true,
        KeyConditionExpression: whole ? '#pk = :pk' : '#pk = :pk AND begins_with(#sk, :prefix)',
        ExpressionAttributeNames: whole ? { '#pk': at.partitionKey } : { '#pk': at.partitionKey, '#sk': at.sortKey },
        ExpressionAttributeValues: {
          ':pk': { S: kind.partition(projectId, key) },
          ...(whole ? {} : { ':prefix': { S: prefix } }),
        },
      },
    );
    for await (const item of items(pages)) yield decode(kind, item);
  }

  async *listProjects(): AsyncGenerator<string> {
    for await (const { projectId } of this.listItems('projects')) yield projectId;
  }

  async *listItems(list: ItemList): AsyncGenerator<ListedItem> {
    const pages = paginateQuery(
      { client: this.#client },
      {
        TableName: this.#table,
        IndexName: at.indexName,
        KeyConditionExpression: '#list = :list',
        ExpressionAttributeNames: { '#list': at.listName },
        ExpressionAttributeValues: { ':list': { S: list } },
      },
    );
    for await (const item of items(pages)) yield { projectId: text(item, at.projectId), sort: text(item, at.sortKey) };
  }

  async #read(partition: string, sort: string): Promise<Attributes | undefined> {
    try {
      const key = { [at.partitionKey]: { S: partition }, [at.sortKey]: { S: sort } };
      const { Item } = await this.#client.send(
        new GetItemCommand({ TableName: this.#table, Key: key, ConsistentRead: true }),
      );
      return Item;
    } catch (error) {
      throw awsFault('DynamoDB', error);
    }
  }
}

async function* items(pages: AsyncIterable<{ readonly Items?: Attributes[] | undefined }>): AsyncGenerator<Attributes> {
  try {
    for await (const page of pages) yield* page.Items ?? [];
  } catch (error) {
    throw awsFault('DynamoDB', error);
  }
}

function encode<Key, Body>(
  kind: ItemKind<Key, Body>,
  projectId: string,
  key: Key,
  body: Body,
  version: number,
  writer: string,
): Attributes {
  const partition = kind.partition(projectId, key);
  const sort = kind.sort(key);
  const bodyText = JSON.stringify(kind.schema.parse(body));
  const bytes = Buffer.byteLength(bodyText);
  assert(bytes <= limits.storedItemBytesMax, `item ${partition} ${sort} has ${bytes} bytes`);
  const list = kind.list?.(body) ?? null;
  return {
    [at.partitionKey]: { S: partition },
    [at.sortKey]: { S: sort },
    [at.kind]: { S: kind.kind },
    [at.projectId]: { S: projectId },
    [at.version]: { N: String(version) },
    [at.format]: { N: String(stateFormat) },
    [at.writer]: { S: writer },
    [at.body]: { S: bodyText },
    ...(list === null ? {} : { [at.listName]: { S: list }, [at.listKey]: { S: `${projectId}#${sort}` } }),
  };
}

function decode<Key, Body>(kind: ItemKind<Key, Body>, item: Attributes): Stored<Body> {
  const where = `${text(item, at.partitionKey)} ${text(item, at.sortKey)}`;
  const format = item[at.format]?.N;
  if (format !== String(stateFormat))
    throw new Fault('UPGRADE_REQUIRED', `item ${where} has format ${format ?? 'none'}, not ${stateFormat}`, {
      subject: where,
    });
  assert(text(item, at.kind) === kind.kind, `item ${where} is not of kind ${kind.kind}`);
  const body = kind.schema.safeParse(JSON.parse(text(item, at.body)));
  assert(body.success, `item ${where} is damaged: ${body.success ? '' : body.error.message}`);
  return { body: body.data, version: Number(item[at.version]?.N) };
}

function text(item: Attributes, name: string): string {
  const value = item[name]?.S;
  assert(value !== undefined, `an item has no ${name}`);
  return value;
}
