import { oracleErrorAt } from '../../../oracle-error.ts';
import type { StatementResult } from '../../session-result.ts';
import type { SqlSession } from '../../session.ts';
import type { DdlStatement } from '../../syntax/ast-ddl.ts';
import { alterTable } from './alter-table.ts';
import {
  comment,
  createMaterializedView,
  createProgram,
  createSynonym,
  createView,
  renameObject,
} from './schema-ddl.ts';
import { createTable } from './create-table.ts';
import type { DdlContext } from './ddl-context.ts';
import { dropObject } from './drop-object.ts';
import { dropTable, truncateTable } from './drop-table.ts';
import { grant, revoke } from './grant-ddl.ts';
import { alterIndex, createIndex } from './index-ddl.ts';
import { alterObject } from './alter-object.ts';
import { alterSequence, createSequence } from './sequence-ddl.ts';
import { alterUser, createRole, createTablespace, createUser, dropUser } from './user-ddl.ts';

/** Runs a DDL statement: it commits before and after. */
export async function runDdl(session: SqlSession, text: string, statement: DdlStatement): Promise<StatementResult> {
  await session.commit();
  const context: DdlContext = { session, database: session.database, text };
  const { database } = session;
  let rowsAffected = 0;
  await session.withLocks(() => {
    rowsAffected = run(context, statement);
  });
  await session.commit();
  const scn = database.store.scn.next();
  const { owner, object, objectId } = subjectOf(session, statement);
  database.redo?.ddl({ scn, atMs: database.clock.nowMs(), user: session.user, owner, object, objectId, text });
  return { kind: 'ddl', verb: statement.kind.toUpperCase().replaceAll('-', ' '), rowsAffected };
}

function subjectOf(
  session: SqlSession,
  statement: DdlStatement,
): { readonly owner: string; readonly object: string; readonly objectId: number | null } {
  const name = 'name' in statement ? statement.name : null;
  if (name === null) return { owner: session.currentSchema, object: '', objectId: null };
  if (!('schema' in name)) return { owner: session.currentSchema, object: name.text, objectId: null };
  const owner = name.schema?.text ?? session.currentSchema;
  const object = name.name.text;
  return { owner, object, objectId: session.database.catalog.find(owner, object)?.objectId ?? null };
}

function run(context: DdlContext, statement: DdlStatement): number {
  if (statement.kind === 'create-table') return createTable(context, statement);
  runWithoutRows(context, statement);
  return 0;
}

function runWithoutRows(context: DdlContext, statement: Exclude<DdlStatement, { kind: 'create-table' }>): void {
  switch (statement.kind) {
    case 'alter-table': {
      alterTable(context, statement);
      return;
    }
    case 'drop-table': {
      dropTable(context, statement);
      return;
    }
    case 'truncate-table': {
      truncateTable(context, statement);
      return;
    }
    case 'create-index': {
      createIndex(context, statement);
      return;
    }
    case 'alter-index': {
      alterIndex(context, statement);
      return;
    }
    case 'drop-object': {
      dropObject(context, statement);
      return;
    }
    case 'create-view': {
      createView(context, statement);
      return;
    }
    case 'alter-object': {
      alterObject(context, statement);
      return;
    }
    case 'create-sequence': {
      createSequence(context, statement);
      return;
    }
    case 'alter-sequence': {
      alterSequence(context, statement);
      return;
    }
    case 'create-synonym': {
      createSynonym(context, statement);
      return;
    }
    default:
      runOther(context, statement);
  }
}

type Other = Exclude<
  DdlStatement,
  {
    kind:
      | 'create-table'
      | 'alter-table'
      | 'drop-table'
      | 'truncate-table'
      | 'create-index'
      | 'alter-index'
      | 'drop-object'
      | 'create-view'
      | 'alter-object'
      | 'create-sequence'
      | 'alter-sequence'
      | 'create-synonym';
  }
>;

function runOther(context: DdlContext, statement: Other): void {
  switch (statement.kind) {
    case 'comment': {
      comment(context, statement);
      return;
    }
    case 'rename-object': {
      renameObject(context, statement);
      return;
    }
    case 'create-user': {
      createUser(context, statement);
      return;
    }
    case 'alter-user': {
      alterUser(context, statement);
      return;
    }
    case 'drop-user': {
      dropUser(context, statement);
      return;
    }
    case 'create-role': {
      createRole(context, statement);
      return;
    }
    case 'grant': {
      grant(context, statement);
      return;
    }
    case 'revoke': {
      revoke(context, statement);
      return;
    }
    case 'create-program': {
      createProgram(context, statement);
      return;
    }
    case 'create-materialized-view': {
      createMaterializedView(context, statement);
      return;
    }
    case 'create-tablespace': {
      createTablespace(context, statement);
      return;
    }
    case 'purge':
    case 'create-directory':
    case 'analyze':
      // Neither a recycle bin nor directories nor block structures exist here: there is nothing to do.
      return;
    case 'flashback-table':
      throw oracleErrorAt(statement.offset, 3001);
    default:
      throw oracleErrorAt(0, 900);
  }
}
