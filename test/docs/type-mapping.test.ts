import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { typeMappingDocument } from './type-mapping-table.ts';

// After a change of the type table write the document anew from what this test prints.
it('the documented type mapping is the one that is used', () => {
  const documented = readFileSync(path.join(import.meta.dirname, '..', '..', 'docs', 'type-mapping.md'), 'utf8');
  expect(documented).toBe(typeMappingDocument());
});
