import { assert, Fault } from '../../lib/model/fault.ts';
import { limits } from '../../lib/model/limits.ts';
import type { ItemKind, ItemList, ListedItem, Stored } from '../../lib/model/stored-item.ts';
import type { ProjectStore } from '../../lib/ports/project-store.ts';

interface Row {
  readonly projectId: string;
  readonly partition: string;
  readonly sort: string;
  readonly version: number;
  readonly text: string;
  readonly list: ItemList | null;
}

export interface MemoryProjectStore extends ProjectStore {
  /** Makes the next `count` operations fail as a store that cannot be reached. */
  failNext(count: number): void;
  /** Runs before every write, to let a test put another write in between read and write. */
  beforePut: (kind: string, projectId: string) => Promise<void>;
}

/** A project store in memory with the semantics of the real one (test/contracts/project-store.contract.ts). */
export function memoryProjectStore(): MemoryProjectStore {
  const rows = new Map<string, Row>();
  let failures = 0;
  const reach = (): void => {
    if (failures === 0) return;
    failures -= 1;
    throw new Fault('STORE_UNREACHABLE', 'the store was told to fail');
  };
  const sorted = (wanted: (row: Row) => boolean): readonly Row[] =>
    [...rows.values()].filter(wanted).sort((a, b) => (a.sort < b.sort ? -1 : 1));
  return {
    failNext: (count) => {
      failures = count;
    },
    beforePut: async () => {},
    async get(kind, projectId, key) {
      reach();
      const row = rows.get(address(kind.partition(projectId, key), kind.sort(key)));
      return row === undefined ? undefined : read(kind, row);
    },
    async put(kind, projectId, key, body, expected) {
      reach();
      await this.beforePut(kind.kind, projectId);
      const partition = kind.partition(projectId, key);
      const sort = kind.sort(key);
      const text = JSON.stringify(kind.schema.parse(body));
      const bytes = Buffer.byteLength(text);
      assert(bytes <= limits.storedItemBytesMax, `item ${partition} ${sort} has ${bytes} bytes`);
      const at = address(partition, sort);
      if ((rows.get(at)?.version ?? 0) !== expected) return undefined;
      const list = kind.list?.(body) ?? null;
      rows.set(at, { projectId, partition, sort, version: expected + 1, text, list });
      return expected + 1;
    },
    async *list(kind, projectId, key, prefix) {
      reach();
      const partition = kind.partition(projectId, key);
      for (const row of sorted((one) => one.partition === partition && one.sort.startsWith(prefix)))
        yield read(kind, row);
    },
    async *listProjects() {
      for await (const item of this.listItems('projects')) yield item.projectId;
    },
    async *listItems(list): AsyncGenerator<ListedItem> {
      reach();
      for (const { projectId, sort } of sorted((row) => row.list === list)) yield { projectId, sort };
    },
  };
}

function address(partition: string, sort: string): string {
  return JSON.stringify([partition, sort]);
}

function read<Key, Body>(kind: ItemKind<Key, Body>, row: Row): Stored<Body> {
  return { body: kind.schema.parse(JSON.parse(row.text)), version: row.version };
}
