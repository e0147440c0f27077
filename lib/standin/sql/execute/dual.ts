import type { Database } from '../database.ts';
import { packRow } from '../store/packed-row.ts';
import { newTable } from './new-table.ts';

/** SYS.DUAL with its one row, for everybody. */
export function createDual(database: Database): void {
  const table = newTable(database, {
    owner: 'SYS',
    name: 'DUAL',
    tablespace: 'SYSTEM',
    columns: [{ name: 'DUMMY', type: { kind: 'varchar2', length: 1, unit: 'byte' }, nullable: true }],
  });
  database.catalog.add(table);
  const now = database.clock.nowMs();
  database.catalog.add({
    kind: 'SYNONYM',
    owner: 'PUBLIC',
    name: 'DUAL',
    objectId: database.catalog.nextObjectId(),
    createdAtMs: now,
    lastDdlAtMs: now,
    status: 'VALID',
    generated: false,
    targetOwner: 'SYS',
    targetName: 'DUAL',
    databaseLink: null,
  });
  for (const privilege of ['SELECT', 'READ']) {
    database.catalog.grants.grantObject({
      grantee: 'PUBLIC',
      owner: 'SYS',
      object: 'DUAL',
      column: null,
      privilege,
      grantor: 'SYS',
      grantable: true,
    });
  }
  const transaction = database.store.begin({ user: 'SYS', sessionId: 0, serial: 0 });
  database.store.insert(transaction, database.segmentOf(table), packRow([Buffer.from('X')]));
  database.store.commit(transaction);
  // A bootstrap object: it has always been there.
  table.definitionScn = 0n;
}
