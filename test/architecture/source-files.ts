import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..', '..');

export interface SourceFile {
  /** Path from the root, with slashes. */
  readonly name: string;
  readonly text: string;
}

/** TypeScript files below the given folders of the package. */
export function sourceFiles(...folders: readonly string[]): readonly SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => ({ name: path.relative(root, file), text: readFileSync(file, 'utf8') })),
  );
}

const importText = /(?:^|\n)\s*(?:import|export)\s(?:[^'";]*?\sfrom\s)?'([^']+)'|import\(\s*'([^']+)'\s*\)/g;

/** What a file imports: files of the package by their path from the root, packages by their name. */
export function importsOf(file: SourceFile): readonly string[] {
  const found: string[] = [];
  for (const match of file.text.matchAll(importText)) {
    const target = match[1] ?? match[2] ?? '';
    if (target.startsWith('.')) found.push(path.join(path.dirname(file.name), target));
    else found.push(target);
  }
  return found;
}
