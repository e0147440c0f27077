import type { DictionaryContext } from './view.ts';

export interface Tablespace {
  /** TS# */
  readonly number: number;
  readonly name: string;
  readonly contents: 'PERMANENT' | 'UNDO' | 'TEMPORARY';
}

export interface DataFile {
  readonly fileId: number;
  readonly tablespaceNumber: number;
  readonly tablespace: string;
  readonly name: string;
  /** Size and used part, in blocks. */
  readonly blocks: number;
  readonly usedBlocks: number;
  readonly unrecoverableScn: bigint;
}

/** Room beyond the last extent: files grow in steps of this many blocks. */
const GROWTH_BLOCKS = 12_800;

/** What every database has, then the tablespaces that data files were made for. */
export function tablespacesOf({ persona, instance }: DictionaryContext): readonly Tablespace[] {
  const found = new Map<string, Tablespace['contents']>([
    ['SYSTEM', 'PERMANENT'],
    ['SYSAUX', 'PERMANENT'],
    ['UNDOTBS1', 'UNDO'],
    ['TEMP', 'TEMPORARY'],
    ['USERS', 'PERMANENT'],
  ]);
  for (let thread = 2; thread <= persona.threads; thread += 1) found.set(`UNDOTBS${thread}`, 'UNDO');
  for (const file of instance.dataFiles) if (!found.has(file.tablespace)) found.set(file.tablespace, 'PERMANENT');
  return [...found].map(([name, contents], number) => ({ number, name, contents }));
}

/** Files the store writes keep their numbers; the others (SYSTEM, undo ...) get the free ones. */
export function dataFilesOf(context: DictionaryContext): readonly DataFile[] {
  const stored = [...context.instance.dataFiles];
  const taken = new Set(stored.map((file) => file.fileId));
  let free = 0;
  const files: DataFile[] = [];
  for (const tablespace of tablespacesOf(context)) {
    if (tablespace.contents === 'TEMPORARY') continue;
    const mine = stored.filter((file) => file.tablespace === tablespace.name);
    if (mine.length === 0) {
      do free += 1;
      while (taken.has(free));
      taken.add(free);
      files.push(fileOf(context, tablespace, free, 128, 0n));
    }
    for (const file of mine)
      files.push(fileOf(context, tablespace, file.fileId, file.blocks, file.unrecoverableScn ?? 0n));
  }
  return files.sort((a, b) => a.fileId - b.fileId);
}

function fileOf(
  { persona }: DictionaryContext,
  tablespace: Tablespace,
  fileId: number,
  usedBlocks: number,
  unrecoverableScn: bigint,
): DataFile {
  const directory = `/u01/app/oracle/oradata/${persona.uniqueName}`;
  return {
    fileId,
    tablespaceNumber: tablespace.number,
    tablespace: tablespace.name,
    name: `${directory}/${tablespace.name.toLowerCase()}${String(fileId).padStart(2, '0')}.dbf`,
    blocks: Math.max(1, Math.ceil(usedBlocks / GROWTH_BLOCKS)) * GROWTH_BLOCKS,
    usedBlocks,
    unrecoverableScn,
  };
}
