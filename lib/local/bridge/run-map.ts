import { randomUUID } from 'node:crypto';
import { assert } from '../../model/fault.ts';
import type { BridgeDoors, Surroundings } from './bridge-doors.ts';
import { evaluateTemplate } from './evaluate-template.ts';
import { type Json, parseJson, throughJson } from './json.ts';
import { type HandledState, rewriteTemplate } from './lower-graph.ts';
import type { Inside } from './run-inside.ts';
import type { MapState } from './states-language.ts';
import { describeError, StatesError } from './states-error.ts';

type HandledMap = Extract<HandledState, { kind: 'map' }>;

interface Results {
  readonly succeeded: Json[];
  readonly failed: Json[];
  total: number;
}

/**
 * Runs a Map. Inline: the first failed item fails it. Distributed: every item is an execution of its own, read line by
 * line from the object store, and failures count against what is tolerated.
 */
export async function runMap(
  doors: BridgeDoors,
  name: string,
  { state, processor }: HandledMap,
  input: Json,
  { around, runGraph }: Inside,
): Promise<Json> {
  const isDistributed = state.ItemProcessor.ProcessorConfig?.Mode === 'DISTRIBUTED';
  const context = { Run: around.run };
  const ended = new AbortController();
  const signal = AbortSignal.any([around.signal, ended.signal]);
  const results: Results = { succeeded: [], failed: [], total: 0 };
  const items = readItems(doors, name, state, input, context);
  const outputs: Json[] = [];

  const runItem = async (index: number, value: Json): Promise<void> => {
    const selector = state.ItemSelector;
    const itemContext = { ...context, Map: { Item: { Index: index, Value: value } } };
    const itemInput =
      selector === undefined ? value : await evaluateTemplate(rewriteTemplate(selector, name), input, itemContext);
    const place = [...around.place, `${name}[${index}]`];
    const run = isDistributed ? childRun(around, name, itemInput) : around.run;
    try {
      const output = await runGraph(doors, processor, itemInput, { ...around, signal, place, run });
      outputs[index] = output;
      results.succeeded.push(output);
    } catch (error) {
      if (signal.aborted) throw error;
      const described = describeError(error);
      results.failed.push({ Index: index, Error: described.error, Cause: described.cause });
      if (!isDistributed || isExceeded(state, results)) throw isDistributed ? exceeded(results) : error;
    }
    doors.publish({
      kind: 'map-progress',
      execution: around.execution,
      place: around.place,
      state: name,
      total: results.total,
      succeeded: results.succeeded.length,
      failed: results.failed.length,
    });
  };

  try {
    results.total = await items.count();
    const concurrency = await concurrencyOf(doors, state, input, context);
    await forEachConcurrently(items.values(), concurrency, runItem, (error) => {
      ended.abort(error);
    });
  } finally {
    ended.abort(new StatesError('States.Runtime', 'the map has ended'));
  }
  if (state.ResultWriter === undefined) return outputs;
  return writeResults(doors, name, state.ResultWriter.Parameters, input, context, results);
}

function childRun(around: Surroundings, name: string, input: Json): Surroundings['run'] {
  const child = randomUUID();
  const id = `${around.execution.replace(':execution:', ':execution-child:')}/${name}:${child}`;
  return { ...around.run, Id: id, Name: child, Input: input };
}

/** Percentages are of all items, so that a threshold is not passed by the first failure alone. */
function isExceeded(state: MapState, { failed, total }: Results): boolean {
  const percentage = state.ToleratedFailurePercentage ?? 0;
  const count = state.ToleratedFailureCount ?? 0;
  if (percentage === 0 && count === 0) return failed.length > 0;
  const overCount = state.ToleratedFailureCount !== undefined && failed.length > count;
  const overShare = state.ToleratedFailurePercentage !== undefined && (failed.length / total) * 100 > percentage;
  return overCount || overShare;
}

function exceeded({ failed, total }: Results): StatesError {
  const text = `${failed.length} of ${total} items failed: ${JSON.stringify(failed[0])}`;
  return new StatesError('States.ExceedToleratedFailureThreshold', text.slice(0, 2_000));
}

interface Items {
  count(): Promise<number>;
  values(): AsyncIterable<Json>;
}

/** Items of the input, or lines of an object; a manifest is read twice rather than held in memory. */
function readItems(
  doors: BridgeDoors,
  name: string,
  state: MapState,
  input: Json,
  context: Readonly<Record<string, unknown>>,
): Items {
  const reader = state.ItemReader;
  if (reader === undefined) {
    const all = evaluateTemplate({ 'items.$': state.ItemsPath ?? '$' }, input, context).then((found) => {
      const items = typeof found === 'object' && found !== null && !Array.isArray(found) ? found['items'] : null;
      if (!Array.isArray(items)) throw new StatesError('States.Runtime', `the items of ${name} are no array`);
      return items;
    });
    return {
      count: async () => (await all).length,
      async *values() {
        yield* await all;
      },
    };
  }
  async function* lines(): AsyncGenerator<Json> {
    const where = await evaluateTemplate(rewriteTemplate(reader?.Parameters ?? {}, name), input, context);
    const key = typeof where === 'object' && where !== null && !Array.isArray(where) ? where['Key'] : null;
    if (typeof key !== 'string') throw new StatesError('States.ItemReaderFailed', `${name} reads no key`);
    let count = 0;
    try {
      for await (const line of doors.objects.getLines(key)) {
        if (reader?.ReaderConfig.MaxItems !== undefined && count >= reader.ReaderConfig.MaxItems) return;
        count += 1;
        yield parseJson(line);
      }
    } catch (error) {
      throw new StatesError('States.ItemReaderFailed', describeError(error).cause);
    }
  }
  return {
    count: async () => {
      let count = 0;
      for await (const _line of lines()) count += 1;
      return count;
    },
    values: lines,
  };
}

/** Without a number AWS runs up to 10,000 children of a distributed Map and 40 of an inline one. */
async function concurrencyOf(
  doors: BridgeDoors,
  state: MapState,
  input: Json,
  context: Readonly<Record<string, unknown>>,
): Promise<number> {
  let wanted: Json = state.MaxConcurrency ?? 0;
  if (state.MaxConcurrencyPath !== undefined) {
    const found = await evaluateTemplate({ 'n.$': state.MaxConcurrencyPath }, input, context);
    wanted = typeof found === 'object' && found !== null && !Array.isArray(found) ? (found['n'] ?? null) : null;
  }
  if (typeof wanted !== 'number' || !Number.isInteger(wanted) || wanted < 0)
    throw new StatesError('States.Runtime', `MaxConcurrency is ${JSON.stringify(wanted)}`);
  return Math.min(wanted === 0 ? doors.mapConcurrencyMax : wanted, doors.mapConcurrencyMax);
}

/** Pulls values as workers become free; the first error stops the pulling, tells the rest, and is thrown. */
async function forEachConcurrently(
  values: AsyncIterable<Json>,
  concurrency: number,
  run: (index: number, value: Json) => Promise<void>,
  onError: (error: unknown) => void,
): Promise<void> {
  const iterator = values[Symbol.asyncIterator]();
  let index = 0;
  let pulling: Promise<unknown> = Promise.resolve();
  const failures: unknown[] = [];
  const pull = async (): Promise<{ readonly at: number; readonly value: Json } | null> => {
    // One pull at a time: an async generator would queue them anyway, but the number must go with the value.
    const mine = pulling.then(async () => {
      const next = await iterator.next();
      return next.done === true ? null : { at: index++, value: next.value };
    });
    pulling = mine.catch(() => undefined);
    return mine;
  };
  const work = async (): Promise<void> => {
    try {
      for (;;) {
        if (failures.length > 0) return;
        const item = await pull();
        if (item === null) return;
        await run(item.at, item.value);
      }
    } catch (error) {
      failures.push(error);
      onError(error);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  await iterator.return?.();
  if (failures.length > 0) throw failures[0];
}

/** The manifest and result files AWS writes; only their place is passed on. */
async function writeResults(
  doors: BridgeDoors,
  name: string,
  parameters: Readonly<Record<string, Json>>,
  input: Json,
  context: Readonly<Record<string, unknown>>,
  results: Results,
): Promise<Json> {
  const where = await evaluateTemplate(rewriteTemplate(parameters, name), input, context);
  assert(typeof where === 'object' && where !== null && !Array.isArray(where), 'a ResultWriter has parameters');
  const { Bucket: bucket, Prefix: prefix } = where;
  if (typeof bucket !== 'string' || typeof prefix !== 'string')
    throw new StatesError('States.ResultWriterFailed', `${name} writes to no bucket and prefix`);
  const id = randomUUID();
  const files: Record<string, Json> = {};
  for (const [status, records] of Object.entries({ SUCCEEDED: results.succeeded, FAILED: results.failed })) {
    if (records.length === 0) {
      files[status] = [];
      continue;
    }
    const key = `${prefix}/${id}/${status}_0.json`;
    const body = Buffer.from(JSON.stringify(records));
    await doors.objects.put(key, body);
    files[status] = [{ Key: key, Size: body.byteLength }];
  }
  const key = `${prefix}/${id}/manifest.json`;
  const manifest = throughJson({ DestinationBucket: bucket, MapRunArn: `${name}:${id}`, ResultFiles: files });
  await doors.objects.put(key, Buffer.from(JSON.stringify(manifest)));
  return { MapRunArn: `${name}:${id}`, ResultWriterDetails: { Bucket: bucket, Key: key } };
}
