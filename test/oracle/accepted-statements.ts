import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** The digests of statements that the Oracle grammar has accepted. */
export const acceptedFile = new URL('accepted-statements.json', import.meta.url);

/**
 * The digest of a statement's shape: lists of placeholders are as long as the list they stand for, so every run of them
 * counts as one.
 */
export function statementDigest(text: string): string {
  return createHash('sha256').update(shapeOf(text)).digest('hex').slice(0, 32);
}

export function shapeOf(text: string): string {
  return text.replace(/:\d+(?:, :\d+)*/g, ':n');
}

export function acceptedDigests(): ReadonlySet<string> {
  const file: unknown = JSON.parse(readFileSync(acceptedFile, 'utf8'));
  return new Set(z.object({ grammar: z.string(), digests: z.array(z.string()) }).parse(file).digests);
}
