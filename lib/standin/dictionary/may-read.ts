import type { Catalog } from '../sql/catalog/catalog.ts';
import type { DictionaryView } from './view.ts';

/** SELECT ANY TABLE does not open SYS (O7_DICTIONARY_ACCESSIBILITY is false); SELECT ANY DICTIONARY and the catalog role do. */
export function mayRead(view: DictionaryView, catalog: Catalog, user: string): boolean {
  if (view.audience === 'everyone' || user === 'SYS') return true;
  const { privileges } = catalog;
  return (
    privileges.hasSystem(user, 'SELECT ANY DICTIONARY') ||
    (view.audience === 'catalog' && privileges.hasRole(user, 'SELECT_CATALOG_ROLE')) ||
    privileges.hasObject(user, 'SYS', view.name, 'SELECT') ||
    privileges.hasObject(user, 'SYS', view.name, 'READ')
  );
}
