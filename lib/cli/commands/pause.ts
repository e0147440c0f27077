import { projectItem, type ProjectItem } from '../../model/stored-item.ts';
import { changeItem } from '../../steps/change-item.ts';
import { recordAudit } from '../../steps/record-audit.ts';
import { type Command, exitCode } from '../command.ts';
import { localOptions, openLocalProject } from '../local-project.ts';

export const pause = wish('pause', 'paused', 'stops after the ranges under way; nothing runs until resume');
export const resume = wish('resume', 'running', 'goes on after a pause; a run that ended goes on with `seaward run`');

function wish(command: string, desired: ProjectItem['desired'], summary: string): Command {
  return {
    usage: `${command} [--local DIR]`,
    summary,
    options: localOptions,
    positionals: { min: 0, max: 0 },
    async run(context, _positionals, options) {
      await using local = await openLocalProject(context, options);
      const { doors, projectId } = local;
      const after = await changeItem(doors.store, projectItem, projectId, null, (current): ProjectItem => {
        const project = current ?? local.stored.body;
        return project.state === 'completed' || project.state === 'released' ? project : { ...project, desired };
      });
      const by = context.environment['USER'] ?? 'operator';
      await recordAudit(doors.store, projectId, { at: doors.clock.now(), by, command, detail: after.desired });
      context.say(`${after.name}: wanted ${after.desired}`);
      return exitCode.done;
    },
  };
}
