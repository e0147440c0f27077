import { readFile } from 'node:fs/promises';
import { objectItem, type ObjectItem } from '../../model/stored-item.ts';
import { changeItem } from '../../steps/change-item.ts';
import { recordAudit } from '../../steps/record-audit.ts';
import { objectStatements } from '../../steps/schema-objects.ts';
import { type Command, type CommandContext, exitCode, flagOption, type OptionValues, UsageError } from '../command.ts';
import { faultLines } from '../fault-text.ts';
import { type LocalProject, localOptions, openLocalProject } from '../local-project.ts';

export const ddl: Command = {
  usage: 'ddl [OBJECT] [--local DIR]',
  summary: 'schema objects: state, DDL as executed, the database’s own error',
  options: localOptions,
  positionals: { min: 0, max: 2 },
  async run(context, positionals, options) {
    await using local = await openLocalProject(context, options);
    const wanted = positionals.join(' ');
    const shown: object[] = [];
    for await (const { body } of local.doors.store.list(objectItem, local.projectId, '', '')) {
      if (wanted !== '' && !names(body, wanted)) continue;
      const statements = await objectStatements(local.doors.objects, body);
      shown.push({ ...body, statements });
      context.say(`${body.status.padEnd(10)} ${body.objectId}`);
      if (wanted !== '') for (const statement of statements) context.say(`${statement};`);
      if (body.fault !== null) for (const line of faultLines(body.fault)) context.say(`  ${line}`);
    }
    if (flagOption(options, 'json')) context.print(JSON.stringify(shown));
    if (shown.length > 0 || wanted === '') return exitCode.done;
    throw new UsageError(`no object ${wanted}`);
  },
};

export const editDdl: Command = {
  usage: 'edit-ddl OBJECT FILE [--local DIR]',
  summary:
    'replaces the DDL of an object that was not made yet by the statements in FILE (one per `;` at a line’s end)',
  options: localOptions,
  positionals: { min: 2, max: 3 },
  async run(context, positionals, options) {
    const file = positionals.at(-1) ?? '';
    const wanted = positionals.slice(0, -1).join(' ');
    const statements = (await readFile(file, 'utf8'))
      .split(/;[ \t]*(?:\r?\n|$)/)
      .map((statement) => statement.trim())
      .filter((statement) => statement !== '');
    if (statements.length === 0) throw new UsageError(`${file} holds no statement`);
    await using local = await openLocalProject(context, options);
    await changeObjects(context, local, 'edit-ddl', [wanted], (item) =>
      item.status === 'done' ? null : { ...item, statements, statementsKey: null, status: 'planned', fault: null },
    );
    return exitCode.done;
  },
};

export const retry: Command = {
  usage: 'retry OBJECT... | --failed [--local DIR]',
  summary: 'makes failed objects planned again; answer the gate with retry afterwards',
  options: { ...localOptions, failed: { type: 'boolean' } },
  positionals: { min: 0, max: 1_000 },
  async run(context, positionals, options) {
    const all = flagOption(options, 'failed');
    if (all === positionals.length > 0) throw new UsageError('name objects, or give --failed');
    await using local = await openLocalProject(context, options);
    await changeObjects(context, local, 'retry', all ? null : positionals, (item) =>
      item.status === 'failed' ? { ...item, status: 'planned', fault: null } : null,
    );
    return exitCode.done;
  },
};

export const skip = setAside(
  'skip',
  'skipped',
  'sets objects aside; a skipped table must stand on the target before full load',
);
export const remove = setAside(
  'remove',
  'removed',
  'takes objects out of the project: neither made, nor loaded, nor verified',
);

function setAside(command: string, status: ObjectItem['status'], summary: string): Command {
  return {
    usage: `${command} OBJECT... --confirm [--local DIR]`,
    summary,
    options: { ...localOptions, confirm: { type: 'boolean' } },
    positionals: { min: 1, max: 1_000 },
    async run(context, positionals, options) {
      await using local = await openLocalProject(context, options);
      const tables = await tablesAmong(local, positionals);
      if (tables.size > 0) context.say(`Takes along the indexes and foreign keys of ${[...tables].join(', ')}.`);
      confirmed(options, command);
      await changeObjects(context, local, command, positionals, (item) =>
        item.status === 'done' ? null : { ...item, status },
      );
      await changeObjects(context, local, command, [...tables], (item) =>
        item.kind === 'table' || item.status === 'done' ? null : { ...item, status },
      );
      return exitCode.done;
    },
  };
}

function confirmed(options: OptionValues, command: string): void {
  if (!flagOption(options, 'confirm')) throw new UsageError(`give --confirm to ${command} these objects`);
}

async function tablesAmong(local: LocalProject, wanted: readonly string[]): Promise<ReadonlySet<string>> {
  const tables = new Set<string>();
  for await (const { body } of local.doors.store.list(objectItem, local.projectId, '', 'TABLE ')) {
    if (wanted.some((name) => names(body, name))) tables.add(body.tableId);
  }
  return tables;
}

/** An object by its id (`TABLE SHOP.ORDERS`), or by its table. */
function names(item: ObjectItem, wanted: string): boolean {
  return item.objectId === wanted || item.tableId === wanted;
}

/** Changes objects one by one; `change` returns null for those that stay as they are. Every change is on record. */
async function changeObjects(
  context: CommandContext,
  { doors, projectId }: LocalProject,
  command: string,
  wanted: readonly string[] | null,
  change: (item: ObjectItem) => ObjectItem | null,
): Promise<void> {
  for await (const { body } of doors.store.list(objectItem, projectId, '', '')) {
    if (wanted !== null && !wanted.some((name) => names(body, name))) continue;
    if (change(body) === null) continue;
    const after = await changeItem(doors.store, objectItem, projectId, body.objectId, (current) => {
      const item = current ?? body;
      return change(item) ?? item;
    });
    context.say(`${after.objectId}: ${after.status}`);
    const by = context.environment['USER'] ?? 'operator';
    await recordAudit(doors.store, projectId, { at: doors.clock.now(), by, command, detail: after.objectId });
  }
}
