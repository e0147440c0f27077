import { z } from 'zod';
import { projectFileSchema } from '../../model/project.ts';
import { type Command, exitCode } from '../command.ts';

export const schema: Command = {
  usage: 'schema',
  summary: 'prints the JSON Schema of project files',
  options: {},
  positionals: { min: 0, max: 0 },
  async run(context) {
    const jsonSchema = z.toJSONSchema(projectFileSchema, { io: 'input', target: 'draft-2020-12' });
    context.print(JSON.stringify({ title: 'Seaward project file', ...jsonSchema }, null, 2));
    return exitCode.done;
  },
};
