import { oracleErrorAt } from '../../../oracle-error.ts';
import type { Sequence } from '../../catalog/sequence.ts';
import type { AlterSequence, CreateSequence, SequenceOptions } from '../../syntax/ast-ddl.ts';
import { newObject, ownerOf, requireCreate, requireFreeName, requireOnObject } from './ddl-context.ts';
import type { DdlContext } from './ddl-context.ts';

const HIGHEST = 10n ** 28n - 1n;
const LOWEST = -(10n ** 27n - 1n);

export function createSequence(context: DdlContext, node: CreateSequence): void {
  const owner = ownerOf(context, node.name);
  requireCreate(context, owner, 'SEQUENCE', node.offset);
  requireFreeName(context, owner, node.name.name);
  makeSequence(context, owner, node.name.name.text, node.options, false);
}

export function makeSequence(
  context: DdlContext,
  owner: string,
  name: string,
  options: SequenceOptions,
  forIdentity: boolean,
): Sequence {
  const incrementBy = options.incrementBy ?? 1n;
  const ascending = incrementBy > 0n;
  const minValue = options.minValue ?? (ascending ? 1n : LOWEST);
  const maxValue = options.maxValue ?? (ascending ? HIGHEST : -1n);
  const start = options.startWith ?? (ascending ? minValue : maxValue);
  check(context, { ...options, incrementBy, minValue, maxValue }, start);
  const sequence: Sequence = {
    kind: 'SEQUENCE',
    owner,
    name,
    ...newObject(context),
    minValue,
    maxValue,
    incrementBy,
    cycle: options.cycle ?? false,
    order: options.order ?? false,
    cacheSize: options.cache === null ? 0n : (options.cache ?? 20n),
    nextValue: start,
    cachedUntil: start,
    forIdentity,
  };
  context.database.catalog.add(sequence);
  return sequence;
}

function check(
  _context: DdlContext,
  options: SequenceOptions & { readonly incrementBy: bigint; readonly minValue: bigint; readonly maxValue: bigint },
  start: bigint,
): void {
  if (options.incrementBy === 0n) throw oracleErrorAt(0, 4002);
  if (options.minValue >= options.maxValue) throw oracleErrorAt(0, 4004);
  if (start < options.minValue) throw oracleErrorAt(0, 4006);
  if (start > options.maxValue) throw oracleErrorAt(0, 4008);
  const width = options.incrementBy < 0n ? -options.incrementBy : options.incrementBy;
  if (width > options.maxValue - options.minValue) throw oracleErrorAt(0, 4005);
  if (
    options.cycle === true &&
    options.cache !== null &&
    (options.cache ?? 20n) * width > options.maxValue - options.minValue + width
  ) {
    throw oracleErrorAt(0, 4013);
  }
}

export function alterSequence(context: DdlContext, node: AlterSequence): void {
  const owner = node.name.schema?.text ?? context.session.currentSchema;
  const sequence = context.database.catalog.find(owner, node.name.name.text);
  if (sequence?.kind !== 'SEQUENCE') throw oracleErrorAt(node.name.offset, 2289);
  requireOnObject(context, sequence, 'ALTER ANY SEQUENCE', node.offset, 'ALTER');
  const { options } = node;
  sequence.incrementBy = options.incrementBy ?? sequence.incrementBy;
  if (options.minValue !== undefined) sequence.minValue = options.minValue ?? (sequence.incrementBy > 0n ? 1n : LOWEST);
  if (options.maxValue !== undefined)
    sequence.maxValue = options.maxValue ?? (sequence.incrementBy > 0n ? HIGHEST : -1n);
  sequence.cycle = options.cycle ?? sequence.cycle;
  sequence.order = options.order ?? sequence.order;
  if (options.cache !== undefined) sequence.cacheSize = options.cache ?? 0n;
  if (options.restart === true) {
    sequence.nextValue = options.startWith ?? (sequence.incrementBy > 0n ? sequence.minValue : sequence.maxValue);
  }
  sequence.cachedUntil = sequence.nextValue;
  sequence.lastDdlAtMs = context.database.clock.nowMs();
  context.database.catalog.changed();
}
