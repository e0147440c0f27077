import { z } from 'zod';

const entry = z.object({
  /** `SCHEMA.NAME` of the source. */
  id: z.string(),
  key: z.string(),
  sha256: z.string(),
});

/**
 * The index of a resolved plan, stored as one object; each planned table and view is an object of its own, so that a
 * chunk function reads only what it loads. Tables that cannot be planned have their faults in their own object.
 */
export const planIndexSchema = z.object({
  planFormat: z.literal(1),
  tables: z.array(entry.extend({ rowsEstimated: z.string().nullable(), planned: z.boolean() })),
  views: z.array(entry),
  /** What the selection left out on purpose: temporary tables and so on. */
  leftOut: z.array(z.object({ reason: z.string(), count: z.int() })),
});
export type PlanIndex = Readonly<z.infer<typeof planIndexSchema>>;
