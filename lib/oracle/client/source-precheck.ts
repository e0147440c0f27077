/** The source's part of the precheck: what the phases need is tried, not assumed. */
import { Fault } from '../../model/fault.ts';
import type { PrecheckItem } from '../../model/precheck-item.ts';
import { type TableName, tableId } from '../../model/source-table.ts';
import { parseScn } from '../../model/scn.ts';
import { characterSets, currentScn, sessionContext } from '../sql/dictionary-instance.ts';
import { type ProbedView, tableProbe, viewProbe } from '../sql/probes.ts';
import { quoteTable } from '../sql/quoting.ts';
import { text, textOrNull } from './dictionary-cells.ts';
import type { OracleSession } from './oracle-session.ts';

export type PrecheckPhase = 'schema' | 'full' | 'verification';

/** Runs every check; an item that fails does not stop the others. */
export async function sourcePrecheck(
  session: OracleSession,
  phases: readonly PrecheckPhase[],
  signal: AbortSignal,
  tables: readonly TableName[] = [],
): Promise<readonly PrecheckItem[]> {
  const user = await sessionUser(session, signal);
  const items: PrecheckItem[] = [passed('source.connect'), versionItem(session.serverVersion)];
  items.push(...(await containerItem(session, signal)), ...(await characterSetItems(session, signal)));
  for (const view of viewsOf(phases)) items.push(await viewItem(session, view, user, signal));
  if (tables.length > 0) items.push(...(await tableItems(session, tables, phases, user, signal)));
  return items;
}

function passed(id: string): PrecheckItem {
  return { id, side: 'source', status: 'passed', skippable: false, cause: null, remedy: null };
}

function failed(id: string, cause: string, remedy: string, skippable = false): PrecheckItem {
  return { id, side: 'source', status: 'failed', skippable, cause, remedy };
}

/** The views a phase cannot do without. */
function viewsOf(phases: readonly PrecheckPhase[]): readonly ProbedView[] {
  const reads = phases.includes('full') || phases.includes('verification');
  return reads ? ['V$DATABASE', 'DBA_EXTENTS'] : ['V$DATABASE'];
}

const oldestRelease = [12, 1] as const;

function versionItem(version: string): PrecheckItem {
  const id = 'source.version';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > oldestRelease[0] || (major === oldestRelease[0] && minor >= oldestRelease[1])) return passed(id);
  return failed(
    id,
    `release ${version} is older than 12.1`,
    'Upgrade the source, or migrate from a standby of a newer release.',
  );
}

async function sessionUser(session: OracleSession, signal: AbortSignal): Promise<string> {
  const [row] = await session.rows(sessionContext(), signal);
  return row === undefined ? '' : (textOrNull(row, 1) ?? '');
}

/** Tables live in a pluggable database; the root holds only common ones. */
async function containerItem(session: OracleSession, signal: AbortSignal): Promise<readonly PrecheckItem[]> {
  const [row] = await session.rows(sessionContext(), signal);
  const container = row === undefined ? null : textOrNull(row, 0);
  const id = 'source.container';
  if (container !== 'CDB$ROOT') return [passed(id)];
  return [
    failed(
      id,
      'the service name leads to the root of a container database, which holds no application tables',
      'Name the service of the pluggable database in source.primary.serviceName.',
      true,
    ),
  ];
}

const knownCharacterSets: Readonly<Record<string, readonly string[]>> = {
  NLS_CHARACTERSET: ['AL32UTF8', 'UTF8', 'ZHS16GBK', 'ZHS32GB18030', 'US7ASCII'],
  NLS_NCHAR_CHARACTERSET: ['AL16UTF16'],
};

async function characterSetItems(session: OracleSession, signal: AbortSignal): Promise<readonly PrecheckItem[]> {
  return (await session.rows(characterSets(), signal)).map((row) => {
    const parameter = text(row, 0);
    const value = text(row, 1);
    const id = parameter === 'NLS_CHARACTERSET' ? 'source.charset' : 'source.charset.national';
    if (knownCharacterSets[parameter]?.includes(value) === true) return passed(id);
    const remedy = 'Check on a copy that texts arrive unchanged, then skip this item by its id.';
    return failed(id, `character set ${value} is not among those this product is proved with`, remedy, true);
  });
}

async function viewItem(
  session: OracleSession,
  view: ProbedView,
  user: string,
  signal: AbortSignal,
): Promise<PrecheckItem> {
  const id = `source.privilege.${view.toLowerCase()}`;
  const fault = await faultOf(async () => session.rows(viewProbe(view), signal));
  if (fault === null) return passed(id);
  const object = view.replace('V$', 'V_$');
  return failed(id, shown(fault), `GRANT SELECT ON SYS.${object} TO ${user};`);
}

/** Failing tables that an item names; the rest are counted. */
const namedTablesMax = 20;

async function tableItems(
  session: OracleSession,
  tables: readonly TableName[],
  phases: readonly PrecheckPhase[],
  user: string,
  signal: AbortSignal,
): Promise<readonly PrecheckItem[]> {
  if (!phases.includes('full') && !phases.includes('verification')) return [];
  const scnFault = await faultOf(async () => session.rows(currentScn(), signal));
  // Without V$DATABASE there is no SCN to try with; that item has failed already.
  if (scnFault !== null) return [];
  const [row] = await session.rows(currentScn(), signal);
  const scn = parseScn(row === undefined ? '0' : text(row, 0));
  const refused: { readonly table: TableName; readonly fault: Fault }[] = [];
  for (const table of tables) {
    const fault = await faultOf(async () => session.rows(tableProbe(table, scn), signal));
    if (fault !== null) refused.push({ table, fault });
  }
  const id = 'source.privilege.tables';
  if (refused.length === 0) return [passed(id)];
  const named = refused.slice(0, namedTablesMax);
  const rest = refused.length > named.length ? ` and ${refused.length - named.length} more` : '';
  const cause = named.map(({ table, fault }) => `${tableId(table)}: ${shown(fault)}`).join('; ');
  const remedy = named.map(({ table }) => `GRANT SELECT, FLASHBACK ON ${quoteTable(table)} TO ${user};`).join('\n');
  return [failed(id, `${cause}${rest}`, remedy)];
}

/** The fault of a check, or null. A lost connection is not an answer and is thrown on. */
async function faultOf(check: () => Promise<unknown>): Promise<Fault | null> {
  try {
    await check();
    return null;
  } catch (error) {
    if (error instanceof Fault && !error.record.retryable) return error;
    throw error;
  }
}

function shown(fault: Fault): string {
  const vendor = fault.record.vendor?.split('\n')[0];
  return vendor === undefined ? fault.record.cause : `${fault.record.cause} (${vendor})`;
}
