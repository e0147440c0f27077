import { createHash } from 'node:crypto';
import { assert } from '../model/fault.ts';
import { type AuditItem, auditItem } from '../model/stored-item.ts';
import type { ProjectStore } from '../ports/project-store.ts';

/**
 * Appends to the audit of a project. Records are ordered by time; two of the same millisecond are told apart by their
 * content, and the same record written again (a retried call) is one record.
 */
export async function recordAudit(store: ProjectStore, projectId: string, record: AuditItem): Promise<void> {
  const digest = createHash('sha256').update(JSON.stringify(record)).digest('hex').slice(0, 12);
  const id = `${record.at}#${digest}`;
  const version = await store.put(auditItem, projectId, id, record, 0);
  if (version !== undefined) return;
  const there = await store.get(auditItem, projectId, id);
  assert(there?.body.detail === record.detail, `audit record ${id} has other content`);
}

/** The audit of a project, oldest first. */
export async function* readAudit(store: ProjectStore, projectId: string): AsyncGenerator<AuditItem> {
  for await (const { body } of store.list(auditItem, projectId, '', '')) yield body;
}
