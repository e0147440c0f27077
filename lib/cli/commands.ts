import type { Command } from './command.ts';
import { assess } from './commands/assess.ts';
import { demo } from './commands/demo.ts';
import { answer, gates } from './commands/gates.ts';
import { objects } from './commands/objects.ts';
import { precheck } from './commands/precheck.ts';
import { run } from './commands/run.ts';
import { ddl, editDdl, remove, retry, skip } from './commands/schema-objects.ts';
import { schema } from './commands/schema.ts';
import { standIn } from './commands/stand-in.ts';
import { report, status } from './commands/status.ts';
import { pause, resume } from './commands/pause.ts';
import { validate } from './commands/validate.ts';

/** Every command that is built, in the order the overview shows them. */
export const commands: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['demo', demo],
  ['validate', validate],
  ['schema', schema],
  ['precheck', precheck],
  ['objects', objects],
  ['assess', assess],
  ['run', run],
  ['status', status],
  ['gates', gates],
  ['answer', answer],
  ['pause', pause],
  ['resume', resume],
  ['ddl', ddl],
  ['edit-ddl', editDdl],
  ['retry', retry],
  ['skip', skip],
  ['remove', remove],
  ['report', report],
  ['stand-in', standIn],
]);

/** Commands of the contract that come with later parts: they say so instead of being unknown. */
export const notBuiltCommands: ReadonlySet<string> = new Set([
  'estimate',
  'grants',
  'start',
  'watch',
  'set',
  'reverify',
  'correct',
  'release',
  'clone',
  'cost',
  'save',
  'list',
  'delete',
  'rename',
  'tag',
  'upgrade',
  'teardown',
  'explain-redo',
  'translate-sql',
]);
