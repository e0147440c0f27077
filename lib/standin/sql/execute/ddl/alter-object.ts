import { oracleErrorAt } from '../../../oracle-error.ts';
import type { AlterObject } from '../../syntax/ast-ddl.ts';
import { requireOnObject } from './ddl-context.ts';
import type { DdlContext } from './ddl-context.ts';

/** ALTER TRIGGER t ENABLE | DISABLE | COMPILE | RENAME TO n, ALTER VIEW v COMPILE and the like. */
export function alterObject(context: DdlContext, node: AlterObject): void {
  const { catalog, clock } = context.database;
  const owner = node.name.schema?.text ?? context.session.currentSchema;
  const name = node.name.name.text;
  const action = node.action.toUpperCase().trim();
  if (node.objectKind === 'TRIGGER') {
    const trigger = catalog.trigger(owner, name);
    if (trigger === undefined) throw oracleErrorAt(node.name.offset, 4080, name);
    requireOnObject(context, trigger, 'ALTER ANY TRIGGER', node.offset);
    if (action === 'ENABLE' || action === 'DISABLE') trigger.enabled = action === 'ENABLE';
    else if (action.startsWith('RENAME TO ')) {
      catalog.remove(trigger);
      trigger.name = action.slice('RENAME TO '.length).replaceAll('"', '');
      catalog.add(trigger);
    }
    trigger.lastDdlAtMs = clock.nowMs();
    catalog.changed();
    return;
  }
  const object = catalog.find(owner, name);
  if (object === undefined) throw oracleErrorAt(node.name.offset, 4043, name);
  object.lastDdlAtMs = clock.nowMs();
  catalog.changed();
}
