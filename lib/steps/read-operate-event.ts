import { z } from 'zod';
import { type Command, commandSchema } from './operate.ts';

/** A project file put under `projects/`; deeper keys are the product's own. */
const dropSchema = z.object({
  'detail-type': z.literal('Object Created'),
  detail: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({ key: z.string() }),
  }),
});

/** Events from outside on the deployment's own bus: few commands, and none that decides anything. */
const busSchema = z.object({
  'detail-type': z.enum(['StartProject', 'PauseProject', 'ResumeProject']),
  source: z.string(),
  detail: z.object({ projectId: z.string().min(1).optional(), projectFile: z.string().optional() }),
});

/** The command an event means, or null when it means none. Throws on an event nobody agreed on. */
export function readOperateEvent(event: unknown): Command | null {
  const direct = commandSchema.safeParse(event);
  if (direct.success) return direct.data;
  const dropped = dropSchema.safeParse(event);
  if (dropped.success) {
    const { bucket, object } = dropped.data.detail;
    if (!/^projects\/[^/]+\.json$/u.test(object.key)) return null;
    return { command: 'start-file', projectFile: `s3://${bucket.name}/${object.key}`, by: 'event:aws.s3' };
  }
  const { 'detail-type': type, source, detail } = busSchema.parse(event);
  const by = `event:${source}`;
  const { projectId, projectFile } = detail;
  if (type === 'StartProject' && projectFile !== undefined) return { command: 'start-file', projectFile, by };
  if (projectId === undefined) throw new Error(`event ${type} names no project`);
  if (type === 'StartProject') return { command: 'start', projectId, by };
  return { command: type === 'PauseProject' ? 'pause' : 'resume', projectId, by };
}
