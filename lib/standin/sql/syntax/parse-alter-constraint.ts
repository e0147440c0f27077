/** DROP and ENABLE / DISABLE in ALTER TABLE: columns, constraints, supplemental log groups. */
import type { Name } from './ast.ts';
import type { AlterTableAction, ConstraintReference, SupplementalKey } from './ast-table.ts';
import { parseConstraintState } from './parse-constraint.ts';
import { parseCreateIndex } from './parse-index.ts';
import { supplementalKeys } from './parse-session.ts';
import { atSupplementalLog } from './parse-supplemental-log.ts';
import type { TokenStream } from './token-stream.ts';

/** DROP has been read. */
export function parseDrop(stream: TokenStream): AlterTableAction {
  if (atSupplementalLog(stream)) return dropSupplementalLog(stream);
  if (stream.accept('UNUSED', 'COLUMNS') || stream.accept('COLUMNS', 'CONTINUE')) {
    if (stream.accept('CHECKPOINT')) stream.wholeNumber(1735);
    return { kind: 'drop-unused' };
  }
  if (stream.accept('COLUMN')) return dropColumns(stream, [stream.name(904, '')]);
  if (stream.atSymbol('(')) return dropColumns(stream, stream.nameList(904, ''));
  const constraint = constraintReference(stream);
  const cascade = stream.accept('CASCADE');
  return { kind: 'drop-constraint', constraint, cascade, keepIndex: keepIndex(stream) };
}

function dropColumns(stream: TokenStream, columns: readonly Name[]): AlterTableAction {
  let cascadeConstraints = false;
  for (;;) {
    if (stream.accept('CASCADE', 'CONSTRAINTS')) cascadeConstraints = true;
    else if (stream.accept('CHECKPOINT')) stream.wholeNumber(1735);
    else if (!stream.accept('INVALIDATE')) return { kind: 'drop-columns', columns, cascadeConstraints };
  }
}

function keepIndex(stream: TokenStream): boolean | null {
  if (stream.accept('KEEP', 'INDEX')) return true;
  return stream.accept('DROP', 'INDEX') ? false : null;
}

export function constraintReference(stream: TokenStream): ConstraintReference {
  if (stream.accept('CONSTRAINT')) return { kind: 'name', name: stream.name(904, '') };
  if (stream.accept('PRIMARY')) {
    stream.expect('KEY', 905);
    return { kind: 'primary-key' };
  }
  if (stream.accept('UNIQUE')) return { kind: 'unique', columns: stream.nameList(904, '') };
  throw stream.error(905);
}

/** `ENABLE [NO]VALIDATE CONSTRAINT c [USING INDEX ...] [CASCADE]`, `DISABLE PRIMARY KEY CASCADE` */
export function parseStateChange(stream: TokenStream): AlterTableAction {
  const enabled = stream.next().text === 'ENABLE';
  const validated = stream.accept('VALIDATE') ? true : stream.accept('NOVALIDATE') ? false : null;
  const constraint = constraintReference(stream);
  const state = { ...parseConstraintState(stream, parseCreateIndex), enabled };
  const cascade = stream.accept('CASCADE');
  return {
    kind: 'change-constraint',
    constraint,
    state: { ...state, validated: validated ?? state.validated },
    cascade,
    keepIndex: keepIndex(stream),
  };
}

function dropSupplementalLog(stream: TokenStream): AlterTableAction {
  const targets: (
    | { readonly kind: 'group'; readonly name: Name }
    | { readonly kind: 'data'; readonly keys: readonly SupplementalKey[] }
  )[] = [];
  do {
    if (!stream.accept('SUPPLEMENTAL', 'LOG')) throw stream.error(905);
    if (stream.accept('GROUP')) targets.push({ kind: 'group', name: stream.name(904, '') });
    else {
      stream.expect('DATA', 905);
      targets.push({ kind: 'data', keys: supplementalKeys(stream) });
    }
  } while (stream.acceptSymbol(','));
  return { kind: 'drop-supplemental-log', targets };
}
