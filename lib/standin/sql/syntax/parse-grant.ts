/** GRANT SELECT, UPDATE (a, b) ON s.t TO u, PUBLIC WITH GRANT OPTION; GRANT CREATE SESSION, role TO u; REVOKE. */
import type { Name } from './ast.ts';
import type { Grant, GrantObject, GrantedPrivilege, Revoke } from './ast-ddl.ts';
import type { TokenStream } from './token-stream.ts';

export function parseGrant(stream: TokenStream): Grant {
  const offset = stream.offset;
  stream.next();
  const privileges = privilegeList(stream);
  const on = stream.accept('ON') ? grantObject(stream) : null;
  if (!stream.accept('TO')) throw stream.error(on === null ? 905 : 905);
  const to = grantees(stream);
  let withAdmin = false;
  let withGrant = false;
  let container: string | null = null;
  for (;;) {
    if (stream.accept('WITH', 'ADMIN', 'OPTION')) withAdmin = true;
    else if (stream.accept('WITH', 'GRANT', 'OPTION')) withGrant = true;
    else if (stream.accept('WITH', 'HIERARCHY', 'OPTION') || stream.accept('WITH', 'DELEGATE', 'OPTION')) continue;
    else if (stream.accept('CONTAINER')) container = containerValue(stream);
    else return { kind: 'grant', privileges, on, to, withAdmin, withGrant, container, offset };
  }
}

export function parseRevoke(stream: TokenStream): Revoke {
  const offset = stream.offset;
  stream.next();
  const privileges = privilegeList(stream);
  const on = stream.accept('ON') ? grantObject(stream) : null;
  stream.expect('FROM', 905);
  const from = grantees(stream);
  let container: string | null = null;
  for (;;) {
    if (stream.accept('CONTAINER')) container = containerValue(stream);
    else if (!stream.accept('CASCADE', 'CONSTRAINTS') && !stream.accept('FORCE')) {
      return { kind: 'revoke', privileges, on, from, container, offset };
    }
  }
}

function containerValue(stream: TokenStream): string {
  stream.expectSymbol('=', 927);
  const value = stream.acceptAny('ALL', 'CURRENT');
  if (value === null) throw stream.error(905);
  return value;
}

function privilegeList(stream: TokenStream): GrantedPrivilege[] {
  const privileges: GrantedPrivilege[] = [];
  do privileges.push(privilege(stream));
  while (stream.acceptSymbol(','));
  return privileges;
}

/** Words up to a comma, ON, TO, FROM or a list of columns. */
function privilege(stream: TokenStream): GrantedPrivilege {
  const offset = stream.offset;
  const words: string[] = [];
  let previous = '';
  while (stream.token.kind === 'word' || stream.token.kind === 'quoted') {
    // ON COMMIT REFRESH is a privilege, ON an object is not.
    if (stream.at('ON') && !stream.atWords('ON', 'COMMIT', 'REFRESH')) break;
    if (stream.at('FROM') || (stream.at('TO') && previous !== 'MERGE')) break;
    previous = stream.next().text;
    words.push(previous);
  }
  if (words.length === 0) throw stream.error(990);
  const columns: readonly Name[] = stream.atSymbol('(') ? stream.nameList(904, '') : [];
  return { text: words.join(' '), columns, offset };
}

function grantObject(stream: TokenStream): GrantObject {
  if (stream.at('DIRECTORY') && stream.peek(1).text !== 'TO') {
    stream.next();
    return { kind: 'directory', name: stream.objectName(903) };
  }
  if (stream.at('USER')) {
    stream.next();
    return { kind: 'user', name: stream.objectName(903) };
  }
  return { kind: 'object', name: stream.objectName(903) };
}

function grantees(stream: TokenStream): Name[] {
  const names: Name[] = [];
  do {
    names.push(stream.at('PUBLIC') ? stream.anyName() : stream.name(987));
    if (stream.accept('IDENTIFIED', 'BY')) stream.anyName();
  } while (stream.acceptSymbol(','));
  return names;
}
