/** CREATE SEQUENCE s START WITH 1 INCREMENT BY -1 MAXVALUE 10 NOMINVALUE CYCLE CACHE 20 ORDER; ALTER SEQUENCE. */
import type { AlterSequence, CreateSequence, SequenceOptions } from './ast-ddl.ts';
import type { TokenStream } from './token-stream.ts';

type Options = { -readonly [K in keyof SequenceOptions]: SequenceOptions[K] };

export function parseCreateSequence(stream: TokenStream, offset: number): CreateSequence {
  const name = stream.objectName(2277);
  return { kind: 'create-sequence', name, options: parseSequenceOptions(stream), offset };
}

export function parseAlterSequence(stream: TokenStream, offset: number): AlterSequence {
  const name = stream.objectName(2277);
  const options = parseSequenceOptions(stream);
  if (Object.keys(options).length === 0) throw stream.error(2286);
  return { kind: 'alter-sequence', name, options, offset };
}

export function parseSequenceOptions(stream: TokenStream): SequenceOptions {
  const options: Options = {};
  while (option(stream, options));
  return options;
}

function option(stream: TokenStream, into: Options): boolean {
  return bound(stream, into) || flag(stream, into);
}

function bound(stream: TokenStream, into: Options): boolean {
  if (stream.accept('START')) {
    stream.expect('WITH', 2276);
    if (stream.accept('LIMIT', 'VALUE')) into.startWithLimit = true;
    else into.startWith = integer(stream);
  } else if (stream.accept('INCREMENT')) {
    stream.expect('BY', 2276);
    into.incrementBy = integer(stream);
  } else if (stream.accept('MAXVALUE')) into.maxValue = integer(stream);
  else if (stream.accept('NOMAXVALUE')) into.maxValue = null;
  else if (stream.accept('MINVALUE')) into.minValue = integer(stream);
  else if (stream.accept('NOMINVALUE')) into.minValue = null;
  else if (stream.accept('CACHE')) into.cache = integer(stream);
  else if (stream.accept('NOCACHE')) into.cache = null;
  else return false;
  return true;
}

function flag(stream: TokenStream, into: Options): boolean {
  if (stream.accept('CYCLE')) into.cycle = true;
  else if (stream.accept('NOCYCLE')) into.cycle = false;
  else if (stream.accept('ORDER')) into.order = true;
  else if (stream.accept('NOORDER')) into.order = false;
  else if (stream.accept('RESTART')) into.restart = true;
  else if (stream.accept('SESSION')) into.session = true;
  else if (stream.accept('GLOBAL')) into.session = false;
  else return stream.acceptAny('KEEP', 'NOKEEP', 'SCALE', 'NOSCALE', 'EXTEND', 'NOEXTEND') !== null;
  return true;
}

/** A signed integer of up to 28 digits. */
function integer(stream: TokenStream): bigint {
  const negative = stream.acceptSymbol('-');
  if (!negative) stream.acceptSymbol('+');
  const { token } = stream;
  if (token.kind !== 'number' || !/^\d+$/.test(token.text)) throw stream.error(1722);
  if (token.text.length > 28) throw stream.error(2017);
  stream.next();
  const value = BigInt(token.text);
  return negative ? -value : value;
}
