import type { Persona } from './persona.ts';
import type { DictionaryView } from './view.ts';

/** Every view the persona has. */
export function defineViews(_persona: Persona): DictionaryView[] {
  return [];
}
