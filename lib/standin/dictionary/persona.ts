/**
 * Who the stand-in pretends to be: release, container, character set, threads, role. Data only. What an ALTER DATABASE can change
 * later (archiving, supplemental logging, forced logging) starts from {@link Persona.switches} and lives in the database.
 */
export type ReleaseName = '12.2' | '19c' | '21c' | '23ai';

export interface SupplementalLogging {
  /** Set by ADD SUPPLEMENTAL LOG DATA alone; SUPPLEMENTAL_LOG_DATA_MIN is IMPLICIT when only one of the others is on. */
  readonly minimal: boolean;
  readonly primaryKey: boolean;
  readonly uniqueIndex: boolean;
  readonly foreignKey: boolean;
  readonly allColumns: boolean;
  readonly procedural: boolean;
  readonly subsetReplication: boolean;
}

export interface DatabaseSwitches {
  readonly archiveLog: boolean;
  readonly forceLogging: boolean;
  readonly flashback: boolean;
  readonly supplemental: SupplementalLogging;
}

export interface Container {
  /** CON_ID: 0 in a non-CDB, 1 for CDB$ROOT, from 3 for a PDB. */
  readonly conId: number;
  /** SYS_CONTEXT('USERENV', 'CON_NAME'); in a non-CDB the database name. */
  readonly name: string;
  readonly dbid: number;
}

export interface Persona {
  readonly releaseName: ReleaseName;
  /** 12, 19, 21 or 23: compared with the `@` marks of column declarations. */
  readonly release: number;
  /** VERSION, such as 19.0.0.0.0. */
  readonly version: string;
  /** VERSION_FULL, such as 19.22.0.0.0. */
  readonly versionFull: string;
  readonly banners: readonly string[];
  /** One row of PRODUCT_COMPONENT_VERSION each; the names end in a blank as Oracle's do. */
  readonly products: readonly { readonly product: string; readonly status: string }[];
  readonly compatible: string;
  readonly cdb: boolean;
  /** Where the data of this database lives and where its sessions are. */
  readonly container: Container;
  readonly characterSet: 'AL32UTF8' | 'ZHS16GBK';
  readonly nationalCharacterSet: 'AL16UTF16';
  readonly databaseName: string;
  readonly uniqueName: string;
  readonly globalName: string;
  /** DBID of the database (of the CDB, in a CDB). */
  readonly dbid: number;
  readonly instanceName: string;
  readonly hostName: string;
  /** Redo threads, one per RAC instance. */
  readonly threads: number;
  readonly role: 'PRIMARY' | 'PHYSICAL STANDBY';
  readonly openMode: 'READ WRITE' | 'READ ONLY WITH APPLY';
  readonly switches: DatabaseSwitches;
  /** Creation of the database, milliseconds since 1970; also the time of its RESETLOGS. */
  readonly createdAtMs: number;
  readonly resetlogsScn: bigint;
  /** Initialization parameters that differ from the release's defaults, by lower-case name. */
  readonly parameters: ReadonlyMap<string, string>;
}

export interface PersonaOptions {
  readonly release?: ReleaseName;
  /** Default: true from 21c on (where nothing else exists), else false. */
  readonly cdb?: boolean;
  /** In a CDB: connected to the root instead of the PDB. */
  readonly root?: boolean;
  readonly characterSet?: 'AL32UTF8' | 'ZHS16GBK';
  readonly threads?: 1 | 2;
  readonly standby?: boolean;
  readonly switches?: Partial<Omit<DatabaseSwitches, 'supplemental'>> & {
    readonly supplemental?: Partial<SupplementalLogging>;
  };
  readonly parameters?: Readonly<Record<string, string>>;
}

interface ReleaseTexts {
  readonly release: number;
  readonly version: string;
  readonly versionFull: string;
  readonly banners: readonly string[];
  readonly products: Persona['products'];
  readonly compatible: string;
}

const RELEASES: Readonly<Record<ReleaseName, ReleaseTexts>> = {
  '12.2': {
    release: 12,
    version: '12.2.0.1.0',
    versionFull: '12.2.0.1.0',
    banners: [
      'Oracle Database 12c Enterprise Edition Release 12.2.0.1.0 - 64bit Production',
      'PL/SQL Release 12.2.0.1.0 - Production',
      'CORE\t12.2.0.1.0\tProduction',
      'TNS for Linux: Version 12.2.0.1.0 - Production',
      'NLSRTL Version 12.2.0.1.0 - Production',
    ],
    products: [
      { product: 'NLSRTL ', status: 'Production' },
      { product: 'Oracle Database 12c Enterprise Edition ', status: '64bit Production' },
      { product: 'PL/SQL ', status: 'Production' },
      { product: 'TNS for Linux: ', status: 'Production' },
    ],
    compatible: '12.2.0',
  },
  '19c': {
    release: 19,
    version: '19.0.0.0.0',
    versionFull: '19.22.0.0.0',
    banners: ['Oracle Database 19c Enterprise Edition Release 19.0.0.0.0 - Production'],
    products: [{ product: 'Oracle Database 19c Enterprise Edition ', status: 'Production' }],
    compatible: '19.0.0',
  },
  '21c': {
    release: 21,
    version: '21.0.0.0.0',
    versionFull: '21.3.0.0.0',
    banners: ['Oracle Database 21c Enterprise Edition Release 21.0.0.0.0 - Production'],
    products: [{ product: 'Oracle Database 21c Enterprise Edition ', status: 'Production' }],
    compatible: '21.0.0',
  },
  '23ai': {
    release: 23,
    version: '23.0.0.0.0',
    versionFull: '23.4.0.24.05',
    banners: ['Oracle Database 23ai Enterprise Edition Release 23.0.0.0.0 - for Oracle Cloud and Engineered Systems'],
    products: [
      {
        product: 'Oracle Database 23ai Enterprise Edition ',
        status: 'for Oracle Cloud and Engineered Systems',
      },
    ],
    compatible: '23.0.0',
  },
};

const NO_SUPPLEMENTAL_LOGGING: SupplementalLogging = {
  minimal: false,
  primaryKey: false,
  uniqueIndex: false,
  foreignKey: false,
  allColumns: false,
  procedural: false,
  subsetReplication: false,
};

/** The default is a 19c primary, not a CDB, AL32UTF8, archiving, with minimal supplemental logging. */
export function createPersona(options: PersonaOptions = {}): Persona {
  const releaseName = options.release ?? '19c';
  const texts = RELEASES[releaseName];
  const cdb = options.cdb ?? texts.release >= 21;
  if (!cdb && texts.release >= 21) throw new Error(`a non-CDB does not exist in ${releaseName}`);
  const threads = options.threads ?? 1;
  const standby = options.standby ?? false;
  return {
    releaseName,
    ...texts,
    cdb,
    container: containerOf(cdb, options.root ?? false),
    characterSet: options.characterSet ?? 'AL32UTF8',
    nationalCharacterSet: 'AL16UTF16',
    databaseName: 'ORCL',
    uniqueName: standby ? 'ORCLSTBY' : 'ORCL',
    globalName: 'ORCL',
    dbid: 1_597_368_042,
    instanceName: threads === 1 ? 'orcl' : 'orcl1',
    hostName: 'standin',
    threads,
    role: standby ? 'PHYSICAL STANDBY' : 'PRIMARY',
    openMode: standby ? 'READ ONLY WITH APPLY' : 'READ WRITE',
    switches: switchesOf(options),
    createdAtMs: Date.UTC(2024, 0, 15, 8, 30, 0),
    resetlogsScn: 1_920_977n,
    parameters: new Map(Object.entries(options.parameters ?? {})),
  };
}

function containerOf(cdb: boolean, root: boolean): Container {
  if (!cdb) return { conId: 0, name: 'ORCL', dbid: 1_597_368_042 };
  if (root) return { conId: 1, name: 'CDB$ROOT', dbid: 1_597_368_042 };
  return { conId: 3, name: 'ORCLPDB1', dbid: 2_871_604_519 };
}

function switchesOf(options: PersonaOptions): DatabaseSwitches {
  return {
    archiveLog: true,
    forceLogging: false,
    flashback: false,
    ...options.switches,
    supplemental: { ...NO_SUPPLEMENTAL_LOGGING, minimal: true, ...options.switches?.supplemental },
  };
}
