import type { Ending } from './machine.ts';
import { Story } from './story.ts';

export interface Stories {
  readonly endings: Readonly<Record<Ending, number>>;
  /** What went wrong, with its seed; the telling stops after a few. */
  readonly wrong: readonly string[];
}

const wrongMax = 5;

/** Tells the stories of consecutive seeds. */
export async function tellStories(first: number, count: number): Promise<Stories> {
  const endings = { completed: 0, stopped: 0 };
  const wrong: string[] = [];
  for (let seed = first; seed < first + count && wrong.length < wrongMax; seed += 1) {
    try {
      const told = await new Story(seed).tell();
      endings[told.ending] += 1;
      wrong.push(...told.wrong.slice(0, 2).map((what) => `seed ${seed}: ${what.slice(0, 400)}`));
    } catch (error) {
      wrong.push(`seed ${seed}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
  return { endings, wrong };
}
