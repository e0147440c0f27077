import { createHash } from 'node:crypto';
import { limits } from '../model/limits.ts';

const digestCharacters = 12;

/**
 * The id of a project, made of its name alone: `Orders 2026` -> `orders-2026-` + 12 hexadecimal digits of its SHA-256.
 * ASCII and at most 60 characters, because it is part of execution names; the digest tells names apart whose letters
 * have no ASCII form.
 */
export function projectIdOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .slice(0, limits.projectIdCharactersMax - digestCharacters - 1)
    .replaceAll(/^-+|-+$/gu, '');
  const digest = createHash('sha256').update(name, 'utf8').digest('hex').slice(0, digestCharacters);
  return slug === '' ? `p-${digest}` : `${slug}-${digest}`;
}
