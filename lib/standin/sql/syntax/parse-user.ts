/** CREATE USER u IDENTIFIED BY "pw" DEFAULT TABLESPACE x QUOTA UNLIMITED ON x ACCOUNT LOCK; ALTER USER. */
import type { Name } from './ast.ts';
import type { AlterUser, CreateUser, UserOptions } from './ast-ddl.ts';
import type { TokenStream } from './token-stream.ts';

type Options = { -readonly [K in keyof UserOptions]: UserOptions[K] };

interface Parsed {
  password: string | null;
  authenticated: boolean;
  readonly options: Options;
}

/** CREATE USER has been read. */
export function parseCreateUser(stream: TokenStream, offset: number): CreateUser {
  const name = stream.name(1935);
  const parsed = emptyOptions();
  while (userOption(stream, parsed));
  if (!parsed.authenticated) throw stream.error(922);
  return { kind: 'create-user', name, password: parsed.password, options: parsed.options, offset };
}

/** ALTER USER has been read. */
export function parseAlterUser(stream: TokenStream, offset: number): AlterUser {
  const name = stream.name(1935);
  const parsed = emptyOptions();
  let text = '';
  for (;;) {
    if (userOption(stream, parsed)) continue;
    if (stream.atWords('DEFAULT', 'ROLE') || stream.atAny('GRANT', 'REVOKE', 'ENABLE', 'SET', 'ADD', 'REMOVE'))
      text = stream.rest();
    else break;
  }
  if (stream.previousEnd === name.offset + name.text.length && text === '') throw stream.error(922);
  return { kind: 'alter-user', name, password: parsed.password, options: parsed.options, text, offset };
}

function emptyOptions(): Parsed {
  return {
    password: null,
    authenticated: false,
    options: {
      defaultTablespace: null,
      temporaryTablespace: null,
      quotas: [],
      profile: null,
      accountLocked: null,
      passwordExpire: false,
      container: null,
    },
  };
}

function userOption(stream: TokenStream, into: Parsed): boolean {
  return authentication(stream, into) || attribute(stream, into.options);
}

function authentication(stream: TokenStream, into: Parsed): boolean {
  if (
    stream.accept('NO', 'AUTHENTICATION') ||
    stream.accept('IDENTIFIED', 'EXTERNALLY') ||
    stream.accept('IDENTIFIED', 'GLOBALLY')
  ) {
    into.authenticated = true;
    if (stream.accept('AS')) stream.text(1780);
    return true;
  }
  if (!stream.accept('IDENTIFIED')) return false;
  if (stream.accept('BY', 'VALUES')) {
    stream.text(988);
    into.authenticated = true;
    return true;
  }
  stream.expect('BY', 924);
  if (!['word', 'quoted', 'number'].includes(stream.token.kind)) throw stream.error(988);
  // A password is case-sensitive as written, so an unquoted one is taken from the source.
  const token = stream.next();
  into.password = token.kind === 'quoted' ? token.text : stream.source.slice(token.offset, token.end);
  into.authenticated = true;
  if (stream.accept('REPLACE')) stream.next();
  return true;
}

function attribute(stream: TokenStream, into: Options): boolean {
  if (stream.accept('DEFAULT', 'TABLESPACE')) into.defaultTablespace = stream.name(959, '');
  else if (stream.accept('LOCAL', 'TEMPORARY', 'TABLESPACE') || stream.accept('TEMPORARY', 'TABLESPACE')) {
    into.temporaryTablespace = stream.name(959, '');
  } else if (stream.accept('QUOTA')) into.quotas = [...into.quotas, quota(stream)];
  else if (stream.accept('PROFILE')) into.profile = profileName(stream);
  else if (stream.accept('ACCOUNT')) {
    const state = stream.acceptAny('LOCK', 'UNLOCK');
    if (state === null) throw stream.error(922);
    into.accountLocked = state === 'LOCK';
  } else if (stream.accept('PASSWORD', 'EXPIRE')) into.passwordExpire = true;
  else if (stream.accept('CONTAINER')) {
    stream.expectSymbol('=', 927);
    into.container = stream.next().text;
  } else return stream.accept('ENABLE', 'EDITIONS') || stream.accept('DEFAULT', 'COLLATION', 'USING_NLS_COMP');
  return true;
}

/** DEFAULT is reserved but names a profile. */
function profileName(stream: TokenStream): Name {
  return stream.at('DEFAULT') ? stream.anyName() : stream.name(2380);
}

function quota(stream: TokenStream): UserOptions['quotas'][number] {
  let bytes: bigint | 'unlimited' = 'unlimited';
  if (!stream.accept('UNLIMITED')) {
    bytes = BigInt(stream.wholeNumber(2187));
    const unit = stream.acceptAny('K', 'M', 'G', 'T');
    if (unit !== null) bytes *= 1024n ** BigInt('KMGT'.indexOf(unit) + 1);
  }
  stream.expect('ON', 969);
  return { bytes, tablespace: stream.name(959, '') };
}
