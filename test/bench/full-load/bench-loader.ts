/**
 * The product's side of the benchmark, a process of its own as the function is: loads the ranges of one chunk as the step
 * `load-chunk` does, but for the project's own items. Says when it is ready, and is timed from then.
 */
import { z } from 'zod';
import { chunkRangeSchema } from '../../../lib/model/chunk.ts';
import { rowCutter } from '../../../lib/model/cut-to-target.ts';
import { parseScn } from '../../../lib/model/scn.ts';
import type { RowBatch } from '../../../lib/model/value.ts';
import { OceanbaseLoader } from '../../../lib/oceanbase/client/target-loader.ts';
import { openRowSource } from '../../../lib/oracle/client/row-source.ts';
import { presetOf } from '../../../lib/steps/presets.ts';
import { benchPlan } from './bench-table.ts';

const orderSchema = z.object({
  source: z.object({
    host: z.string(),
    port: z.int(),
    serviceName: z.string(),
    user: z.string(),
    password: z.string(),
  }),
  target: z.object({ host: z.string(), port: z.int(), user: z.string(), password: z.string() }),
  database: z.string(),
  rows: z.int(),
  ranges: z.array(chunkRangeSchema),
  scn: z.string(),
  projectId: z.string(),
  round: z.int(),
  chunkId: z.string(),
});
export type LoadOrder = Readonly<z.infer<typeof orderSchema>>;

async function load(order: LoadOrder): Promise<{ rows: number; modes: string[] }> {
  const signal = AbortSignal.timeout(loadMsMax);
  const plan = benchPlan(order.database, order.rows);
  const { rowsPerRead, rowsPerWrite } = presetOf(undefined);
  const cut = rowCutter(plan.columns);
  const scn = parseScn(order.scn);
  await using source = await openRowSource(order.source, signal);
  await using loader = new OceanbaseLoader(order.target);
  const { projectId, round, chunkId, ranges } = order;
  await using writer = await loader.openChunk(
    { projectId, round, chunkId, scn: order.scn, ranges: ranges.length },
    signal,
  );
  const modes: string[] = [];
  for (const range of ranges) {
    const read = async function* (): AsyncGenerator<RowBatch> {
      for await (const batch of source.readRange({ table: plan, range, scn, rowsPerRead }, signal))
        yield cut === null ? batch : { ...batch, rows: batch.rows.map(cut) };
    };
    modes.push((await writer.writeRange(plan, read, rowsPerWrite, signal)).mode);
  }
  return { rows: writer.rowsStored, modes };
}

const loadMsMax = 600_000;

process.send?.({ kind: 'ready' });
const message = await new Promise<unknown>((resolve) => process.once('message', resolve));
const before = process.cpuUsage();
const loaded = await load(orderSchema.parse(message));
const { user, system } = process.cpuUsage(before);
process.send?.({
  kind: 'done',
  ...loaded,
  cpuSeconds: (user + system) / 1e6,
  peakRssBytes: process.resourceUsage().maxRSS * 1_024,
});
process.disconnect();
