/**
 * Physical attributes, in any order and as often as written:
 *
 *   PCTFREE 10 INITRANS 2 STORAGE (INITIAL 64K NEXT 1M) TABLESPACE users NOLOGGING ROW STORE COMPRESS ADVANCED PARALLEL 4
 */
import type { Name } from './ast.ts';
import type { PhysicalAttributes } from './ast-table.ts';
import type { TokenStream } from './token-stream.ts';

interface Collected {
  tablespace: Name | null;
  logging: boolean | null;
  compression: string | null;
  parallel: string | null;
}

export const NO_PHYSICAL: PhysicalAttributes = {
  tablespace: null,
  logging: null,
  compression: null,
  parallel: null,
  text: '',
};

export function parsePhysical(stream: TokenStream): PhysicalAttributes {
  const offset = stream.offset;
  const collected: Collected = { tablespace: null, logging: null, compression: null, parallel: null };
  let any = false;
  while (attribute(stream, collected)) any = true;
  return { ...collected, text: any ? stream.textFrom(offset) : '' };
}

function attribute(stream: TokenStream, into: Collected): boolean {
  if (
    stream.acceptAny('PCTFREE', 'PCTUSED', 'INITRANS', 'MAXTRANS', 'PCTVERSION', 'FREELISTS', 'FREEPOOLS', 'CHUNK') !==
    null
  ) {
    stream.wholeNumber(2211);
    return true;
  }
  if (stream.accept('STORAGE')) {
    skipParentheses(stream);
    return true;
  }
  if (stream.accept('TABLESPACE')) {
    into.tablespace = stream.name(972);
    return true;
  }
  return loggingAttribute(stream, into) || compression(stream, into) || parallelism(stream, into) || minor(stream);
}

function loggingAttribute(stream: TokenStream, into: Collected): boolean {
  if (stream.accept('LOGGING')) into.logging = true;
  else if (stream.acceptAny('NOLOGGING', 'FILESYSTEM_LIKE_LOGGING') !== null) into.logging = false;
  else return false;
  return true;
}

function compression(stream: TokenStream, into: Collected): boolean {
  const offset = stream.offset;
  if (stream.accept('NOCOMPRESS')) {
    into.compression = 'NOCOMPRESS';
    return true;
  }
  if (
    stream.accept('ROW', 'STORE', 'COMPRESS') ||
    stream.accept('COLUMN', 'STORE', 'COMPRESS') ||
    stream.accept('COMPRESS')
  ) {
    while (
      stream.acceptAny(
        'BASIC',
        'ADVANCED',
        'LOW',
        'HIGH',
        'MEDIUM',
        'FOR',
        'OLTP',
        'QUERY',
        'ARCHIVE',
        'ALL',
        'OPERATIONS',
        'DIRECT_LOAD',
      ) !== null
    );
    if (stream.token.kind === 'number') stream.next();
    into.compression = stream.textFrom(offset).toUpperCase();
    return true;
  }
  return false;
}

function parallelism(stream: TokenStream, into: Collected): boolean {
  if (stream.accept('NOPARALLEL')) {
    into.parallel = '1';
    return true;
  }
  if (!stream.accept('PARALLEL')) return false;
  if (stream.acceptSymbol('(')) {
    while (!stream.atSymbol(')') && !stream.atEnd()) stream.next();
    stream.expectSymbol(')', 907);
    into.parallel = 'DEFAULT';
  } else into.parallel = stream.token.kind === 'number' ? stream.next().text : 'DEFAULT';
  return true;
}

function minor(stream: TokenStream): boolean {
  if (stream.accept('SEGMENT', 'CREATION')) {
    if (stream.acceptAny('IMMEDIATE', 'DEFERRED') === null) throw stream.error(905);
    return true;
  }
  if (
    stream.accept('RESULT_CACHE') ||
    (stream.at('INMEMORY') && stream.peek(1).text === '(' && stream.accept('INMEMORY'))
  ) {
    skipParentheses(stream);
    return true;
  }
  if (stream.accept('NO', 'INMEMORY') || stream.accept('COMPUTE', 'STATISTICS')) return true;
  if (stream.accept('INDEXING')) {
    if (stream.acceptAny('ON', 'OFF', 'FULL', 'PARTIAL') === null) throw stream.error(905);
    return true;
  }
  return stream.acceptAny('MONITORING', 'NOMONITORING', 'INMEMORY') !== null;
}

/** `( ... )` with whatever balanced text inside. */
export function skipParentheses(stream: TokenStream): void {
  stream.expectSymbol('(', 906);
  let depth = 1;
  while (depth > 0) {
    if (stream.atEnd()) throw stream.error(907);
    if (stream.atSymbol('(')) depth += 1;
    else if (stream.atSymbol(')')) depth -= 1;
    stream.next();
  }
}
