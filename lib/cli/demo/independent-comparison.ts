import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { CommandContext } from '../command.ts';

const resultSchema = z.object({ differences: z.int(), rows: z.int(), details: z.array(z.string()) });
/** What the script that knows nothing of this product says of the two sides. */
export type ComparisonResult = Readonly<z.infer<typeof resultSchema>>;

export interface ComparedSides {
  readonly oracle: {
    readonly connectString: string;
    readonly user: string;
    readonly password: string;
    readonly schema: string;
  };
  readonly mysql: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly password: string;
    readonly database: string;
  };
  /** Oracle table name to target table name. */
  readonly tables: Readonly<Record<string, string>>;
}

/**
 * Runs bin/compare-sides.ts as a process of its own. It imports nothing of this product and reads both sides with plain
 * SELECTs, so that a mistake of ours cannot hide itself.
 */
export async function compareIndependently(context: CommandContext, sides: ComparedSides): Promise<ComparisonResult> {
  const script = path.join(context.packageRoot, 'bin', 'compare-sides.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script], {
    env: { ...context.environment, TZ: 'UTC', COMPARE_SIDES: JSON.stringify(sides) },
    maxBuffer: outputBytesMax,
    signal: context.signal,
  });
  return resultSchema.parse(JSON.parse(stdout));
}

const outputBytesMax = 1_048_576;
