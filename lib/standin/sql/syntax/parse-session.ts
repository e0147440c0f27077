/** COMMIT, ROLLBACK, SAVEPOINT, SET TRANSACTION | CONSTRAINTS | ROLE, LOCK TABLE, ALTER SESSION | SYSTEM | DATABASE. */
import type { Name, ObjectName } from './ast.ts';
import type {
  AlterDatabase,
  AlterSession,
  AlterSystem,
  LockTable,
  ParameterSetting,
  SessionStatement,
} from './ast-session.ts';
import type { SupplementalKey } from './ast-table.ts';
import type { TokenStream } from './token-stream.ts';

export function parseCommit(stream: TokenStream): SessionStatement {
  const offset = stream.offset;
  stream.expect('COMMIT', 900);
  stream.accept('WORK');
  let comment: string | null = null;
  if (stream.accept('COMMENT')) comment = stream.text(1780);
  if (stream.accept('WRITE')) while (stream.acceptAny('IMMEDIATE', 'BATCH', 'WAIT', 'NOWAIT') !== null);
  if (stream.at('FORCE')) throw stream.error(3001);
  return { kind: 'commit', comment, offset };
}

export function parseRollback(stream: TokenStream): SessionStatement {
  const offset = stream.offset;
  stream.expect('ROLLBACK', 900);
  stream.accept('WORK');
  if (stream.at('FORCE')) throw stream.error(3001);
  if (!stream.accept('TO')) return { kind: 'rollback', savepoint: null, offset };
  stream.accept('SAVEPOINT');
  return { kind: 'rollback', savepoint: stream.name(3001), offset };
}

export function parseSavepoint(stream: TokenStream): SessionStatement {
  const offset = stream.offset;
  stream.expect('SAVEPOINT', 900);
  return { kind: 'savepoint', name: stream.name(3001), offset };
}

export function parseSet(stream: TokenStream): SessionStatement {
  const offset = stream.offset;
  stream.expect('SET', 900);
  if (stream.accept('TRANSACTION')) return setTransaction(stream, offset);
  if (stream.acceptAny('CONSTRAINT', 'CONSTRAINTS') !== null) {
    const names = stream.accept('ALL') ? ('all' as const) : objectNames(stream);
    const mode = stream.acceptAny('IMMEDIATE', 'DEFERRED');
    if (mode === null) throw stream.error(2445);
    return { kind: 'set-constraints', names, deferred: mode === 'DEFERRED', offset };
  }
  if (stream.accept('ROLE')) return { kind: 'set-role', roles: roles(stream), offset };
  throw stream.error(922);
}

function roles(stream: TokenStream): readonly Name[] | 'all' | 'none' {
  if (stream.accept('NONE')) return 'none';
  if (stream.accept('ALL')) return 'all';
  const names: Name[] = [];
  do {
    names.push(stream.name(1937));
    if (stream.accept('IDENTIFIED', 'BY')) stream.anyName();
  } while (stream.acceptSymbol(','));
  return names;
}

function objectNames(stream: TokenStream): ObjectName[] {
  const names = [stream.objectName(904)];
  while (stream.acceptSymbol(',')) names.push(stream.objectName(904));
  return names;
}

function setTransaction(stream: TokenStream, offset: number): SessionStatement {
  const mode = transactionMode(stream);
  if (stream.accept('USE', 'ROLLBACK', 'SEGMENT')) stream.name(904);
  const name = stream.accept('NAME') ? stream.text(1780) : null;
  if (mode === null && name === null && stream.previousEnd === offset) throw stream.error(900);
  return { kind: 'set-transaction', mode, name, offset };
}

function transactionMode(stream: TokenStream): 'read-only' | 'read-write' | 'serializable' | 'read-committed' | null {
  if (stream.accept('READ', 'ONLY')) return 'read-only';
  if (stream.accept('READ', 'WRITE')) return 'read-write';
  if (!stream.accept('ISOLATION', 'LEVEL')) return null;
  if (stream.accept('SERIALIZABLE')) return 'serializable';
  if (stream.accept('READ', 'COMMITTED')) return 'read-committed';
  throw stream.error(2179);
}

const LOCK_MODES: readonly (readonly string[])[] = [
  ['ROW', 'SHARE'],
  ['ROW', 'EXCLUSIVE'],
  ['SHARE', 'UPDATE'],
  ['SHARE', 'ROW', 'EXCLUSIVE'],
  ['SHARE'],
  ['EXCLUSIVE'],
];

export function parseLockTable(stream: TokenStream): LockTable {
  const offset = stream.offset;
  stream.expect('LOCK', 900);
  stream.expect('TABLE', 905);
  const tables = [stream.objectName(903)];
  while (stream.acceptSymbol(',')) tables.push(stream.objectName(903));
  stream.expect('IN', 905);
  const mode = LOCK_MODES.find((words) => stream.accept(...words));
  if (mode === undefined) throw stream.error(1737);
  stream.expect('MODE', 1737);
  if (stream.accept('NOWAIT'))
    return { kind: 'lock-table', tables, mode: mode.join(' '), wait: { kind: 'nowait' }, offset };
  const seconds = stream.accept('WAIT') ? stream.wholeNumber(30005) : null;
  return { kind: 'lock-table', tables, mode: mode.join(' '), wait: { kind: 'wait', seconds }, offset };
}

// ---------------------------------------------------------------- ALTER SESSION, SYSTEM, DATABASE

export function parseAlterSession(stream: TokenStream, offset: number): AlterSession {
  if (stream.accept('SET'))
    return { kind: 'alter-session', action: { kind: 'set', settings: settings(stream) }, offset };
  if (stream.atAny('ADVISE', 'CLOSE', 'ENABLE', 'DISABLE', 'FORCE', 'SYNC')) {
    return { kind: 'alter-session', action: { kind: 'other', words: restOfWords(stream) }, offset };
  }
  throw stream.error(922);
}

/** `name = value name = value`; also the `EVENTS '...'` and `TIME_ZONE = LOCAL` forms. */
function settings(stream: TokenStream): ParameterSetting[] {
  const found: ParameterSetting[] = [];
  while (stream.token.kind === 'word' || stream.token.kind === 'quoted') {
    if (stream.atAny('SCOPE', 'SID', 'COMMENT', 'DEFERRED')) break;
    found.push(setting(stream));
    stream.acceptSymbol(',');
  }
  if (found.length === 0) throw stream.error(922);
  return found;
}

function setting(stream: TokenStream): ParameterSetting {
  const { offset } = stream;
  const name = stream.anyName().text.toUpperCase();
  if (name !== 'EVENTS') stream.expectSymbol('=', 927);
  const { token } = stream;
  if (token.kind === 'text' || token.kind === 'ntext') {
    stream.next();
    return { name, value: token.text, literal: true, offset };
  }
  const sign = stream.acceptSymbol('-') ? '-' : '';
  if (!['word', 'quoted', 'number'].includes(stream.token.kind)) throw stream.error(2248);
  let value = sign + stream.next().text;
  // Names with dots and lists of words: `db.domain`, `MANDATORY`
  while (stream.acceptSymbol('.')) value += `.${stream.next().text}`;
  return { name, value, literal: false, offset };
}

function restOfWords(stream: TokenStream): string {
  const words: string[] = [];
  while (!stream.atEnd()) {
    const token = stream.next();
    words.push(token.kind === 'text' ? `'${token.text}'` : token.text);
  }
  return words.join(' ');
}

export function parseAlterSystem(stream: TokenStream, offset: number): AlterSystem {
  return { kind: 'alter-system', action: alterSystemAction(stream), offset };
}

function alterSystemAction(stream: TokenStream): AlterSystem['action'] {
  if (stream.accept('SWITCH', 'LOGFILE')) return { kind: 'switch-logfile' };
  if (stream.accept('ARCHIVE', 'LOG')) {
    const what = stream.acceptAny('CURRENT', 'ALL');
    if (what === null) return { kind: 'other', words: `ARCHIVE LOG ${restOfWords(stream)}`.trim() };
    return { kind: 'archive-log', what: what === 'ALL' ? 'all' : 'current' };
  }
  if (stream.accept('CHECKPOINT')) {
    stream.acceptAny('GLOBAL', 'LOCAL');
    return { kind: 'checkpoint' };
  }
  if (stream.accept('KILL', 'SESSION')) {
    const session = stream.text(26);
    return { kind: 'kill-session', session, immediate: stream.accept('IMMEDIATE') };
  }
  if (stream.accept('SET')) {
    const found = settings(stream);
    return { kind: 'set', settings: found, scope: settingOptions(stream) };
  }
  if (
    stream.atAny(
      'FLUSH',
      'RESET',
      'ENABLE',
      'DISABLE',
      'REGISTER',
      'SUSPEND',
      'RESUME',
      'DISCONNECT',
      'QUIESCE',
      'UNQUIESCE',
    )
  ) {
    return { kind: 'other', words: restOfWords(stream) };
  }
  throw stream.error(2065);
}

/** `COMMENT = '...' DEFERRED SCOPE = BOTH SID = '*'` */
function settingOptions(stream: TokenStream): string | null {
  let scope: string | null = null;
  for (;;) {
    if (stream.accept('DEFERRED')) continue;
    if (stream.accept('COMMENT') || stream.accept('SID')) {
      stream.expectSymbol('=', 927);
      stream.text(2065);
    } else if (stream.accept('SCOPE')) {
      stream.expectSymbol('=', 927);
      scope = stream.acceptAny('MEMORY', 'SPFILE', 'BOTH');
      if (scope === null) throw stream.error(2095);
    } else return scope;
  }
}

export function parseAlterDatabase(stream: TokenStream, offset: number): AlterDatabase {
  return { kind: 'alter-database', action: alterDatabaseAction(stream), offset };
}

function alterDatabaseAction(stream: TokenStream): AlterDatabase['action'] {
  const verb =
    stream.atWords('ADD', 'SUPPLEMENTAL') || stream.atWords('DROP', 'SUPPLEMENTAL') ? stream.next().text : null;
  if (verb !== null) {
    stream.next();
    stream.expect('LOG', 905);
    stream.expect('DATA', 905);
    return {
      kind: 'supplemental-log',
      add: verb === 'ADD',
      keys: stream.atSymbol('(') ? supplementalKeys(stream) : [],
    };
  }
  if (stream.accept('FORCE', 'LOGGING')) return { kind: 'force-logging', enabled: true };
  if (stream.accept('NO', 'FORCE', 'LOGGING')) return { kind: 'force-logging', enabled: false };
  if (stream.atEnd()) throw stream.error(2231);
  return { kind: 'other', words: restOfWords(stream) };
}

/** `(PRIMARY KEY, UNIQUE [INDEX]) COLUMNS`, `(ALL) COLUMNS` */
export function supplementalKeys(stream: TokenStream): SupplementalKey[] {
  const keys: SupplementalKey[] = [];
  stream.expectSymbol('(', 906);
  do {
    if (stream.accept('ALL')) keys.push('all');
    else if (stream.accept('PRIMARY', 'KEY')) keys.push('primary key');
    else if (stream.accept('FOREIGN', 'KEY')) keys.push('foreign key');
    else if (stream.accept('UNIQUE')) {
      stream.accept('INDEX');
      keys.push('unique');
    } else throw stream.error(905);
  } while (stream.acceptSymbol(','));
  stream.expectSymbol(')', 907);
  if (!stream.accept('COLUMNS')) stream.expect('COLUMN', 905);
  return keys;
}
