import { z } from 'zod';

/** What travels between states. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export const jsonSchema: z.ZodType<Json> = z.json();

/** Throws SyntaxError on anything that is not JSON. */
export function parseJson(text: string): Json {
  const value: unknown = JSON.parse(text);
  return jsonSchema.parse(value);
}

/** The copy a service boundary makes: undefined becomes null, functions and dates do not get through. */
export function throughJson(value: unknown): Json {
  return parseJson(JSON.stringify(value ?? null));
}
