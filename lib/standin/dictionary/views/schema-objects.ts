import { lastNumberOf } from '../../sql/catalog/sequence.ts';
import type { Sequence } from '../../sql/catalog/sequence.ts';
import type { Synonym } from '../../sql/catalog/stored-text.ts';
import type { View } from '../../sql/catalog/view.ts';
import type { Row } from '../cell.ts';
import { dateOf } from '../cell.ts';
import type { Family, Reader } from '../family.ts';
import { seesObject } from './objects.ts';

const SEQUENCE_COLUMNS = `
  SEQUENCE_OWNER:128!, SEQUENCE_NAME:128!, MIN_VALUE, MAX_VALUE, INCREMENT_BY!, CYCLE_FLAG:1, ORDER_FLAG:1,
  CACHE_SIZE!, LAST_NUMBER!, SCALE_FLAG:1, EXTEND_FLAG:1, SHARDED_FLAG:1@18, SESSION_FLAG:1, KEEP_VALUE:1`;

const SYNONYM_COLUMNS = `
  OWNER:128, SYNONYM_NAME:128, TABLE_OWNER:128, TABLE_NAME:128, DB_LINK:128, ORIGIN_CON_ID`;

const VIEW_COLUMNS = `
  OWNER:128!, VIEW_NAME:128!, TEXT_LENGTH, TEXT:long, TEXT_VC:4000, TYPE_TEXT_LENGTH, TYPE_TEXT:4000,
  OID_TEXT_LENGTH, OID_TEXT:4000, VIEW_TYPE_OWNER:128, VIEW_TYPE:128, SUPERVIEW_NAME:128, EDITIONING_VIEW:1,
  READ_ONLY:1, CONTAINER_DATA:1, BEQUEATH:12, ORIGIN_CON_ID, DEFAULT_COLLATION:100, CONTAINERS_DEFAULT:3,
  CONTAINER_MAP:3, EXTENDED_DATA_LINK:3, EXTENDED_DATA_LINK_MAP:3, HAS_SENSITIVE_COLUMN:3@18, ADMIT_NULL:3@19,
  PDB_LOCAL_ONLY:3@19`;

const LINK_COLUMNS = `
  OWNER:128!, DB_LINK:128!, USERNAME:128, HOST:2000, CREATED:date!, HIDDEN:3, SHARD_INTERNAL:3, VALID:3@18,
  INTRA_CDB:3@19`;

const CATALOG_COLUMNS = `
  OWNER:128!, TABLE_NAME:128!, TABLE_TYPE:11`;

export const SEQUENCES: Family = {
  base: 'SEQUENCES',
  columns: SEQUENCE_COLUMNS,
  forms: ['ALL', 'DBA', 'USER', 'CDB'],
  userLacks: ['SEQUENCE_OWNER'],
  synonyms: { USER: ['SEQ'] },
  comment: 'Sequences',
  *rows(reader) {
    for (const object of reader.named('SEQUENCE_OWNER', 'SEQUENCE_NAME')) {
      if (object.kind !== 'SEQUENCE') continue;
      if (reader.shows(object.owner, () => seesObject(reader, object))) yield sequenceRow(object);
    }
  },
};

/** Private synonyms of the shown schemas and public ones, those of the dictionary among them. */
export const SYNONYMS: Family = {
  base: 'SYNONYMS',
  columns: SYNONYM_COLUMNS,
  forms: ['ALL', 'DBA', 'USER', 'CDB'],
  userLacks: ['OWNER'],
  synonyms: { USER: ['SYN'] },
  comment: 'Synonyms',
  *rows(reader) {
    for (const object of reader.named('OWNER', 'SYNONYM_NAME')) {
      if (object.kind !== 'SYNONYM') continue;
      if (reader.shows(object.owner, () => seesObject(reader, object))) yield synonymRow(object, reader);
    }
    if (reader.form === 'USER' || !reader.wants('OWNER', 'PUBLIC')) return;
    for (const [synonym, view] of reader.context.dictionary.synonyms()) {
      if (!reader.wants('SYNONYM_NAME', synonym)) continue;
      yield { OWNER: 'PUBLIC', SYNONYM_NAME: synonym, TABLE_OWNER: 'SYS', TABLE_NAME: view.name, ORIGIN_CON_ID: 1 };
    }
  },
};

export const VIEWS: Family = {
  base: 'VIEWS',
  columns: VIEW_COLUMNS,
  forms: ['ALL', 'DBA', 'USER', 'CDB'],
  userLacks: ['OWNER'],
  comment: 'Text of views; the text of the views of SYS is not kept',
  *rows(reader) {
    for (const object of reader.named('OWNER', 'VIEW_NAME')) {
      if (object.kind !== 'VIEW') continue;
      if (reader.shows(object.owner, () => seesObject(reader, object))) yield viewRow(object, reader);
    }
    if (reader.form === 'USER' ? reader.user !== 'SYS' : !reader.wants('OWNER', 'SYS')) return;
    for (const view of reader.context.dictionary.views()) {
      if (view.objectType !== 'VIEW' || !reader.wants('VIEW_NAME', view.name)) continue;
      if (reader.shows('SYS', () => reader.seesDictionaryView(view)))
        yield { OWNER: 'SYS', VIEW_NAME: view.name, ...viewFlags(true) };
    }
  },
};

/** ALL_ and DBA_ show public links too. */
export const DB_LINKS: Family = {
  base: 'DB_LINKS',
  columns: LINK_COLUMNS,
  forms: ['ALL', 'DBA', 'USER', 'CDB'],
  userLacks: ['OWNER'],
  comment: 'Database links',
  *rows(reader) {
    for (const link of reader.context.catalog.databaseLinks()) {
      if (!reader.shows(link.owner, () => seesObject(reader, link))) continue;
      yield {
        OWNER: link.owner,
        DB_LINK: link.name,
        USERNAME: link.userName,
        HOST: link.host,
        CREATED: dateOf(link.createdAtMs),
        HIDDEN: 'NO',
        SHARD_INTERNAL: 'NO',
        VALID: 'YES',
        INTRA_CDB: 'NO',
      };
    }
  },
};

export const CATALOG: Family = {
  base: 'CATALOG',
  columns: CATALOG_COLUMNS,
  forms: ['ALL', 'DBA', 'USER'],
  userLacks: ['OWNER'],
  synonyms: { USER: ['CAT'] },
  comment: 'Tables, views, synonyms and sequences',
  *rows(reader) {
    for (const object of reader.named('OWNER', 'TABLE_NAME')) {
      if (!LISTED_KINDS.has(object.kind)) continue;
      if (!reader.shows(object.owner, () => seesObject(reader, object))) continue;
      yield { OWNER: object.owner, TABLE_NAME: object.name, TABLE_TYPE: object.kind };
    }
  },
};

const LISTED_KINDS: ReadonlySet<string> = new Set(['TABLE', 'VIEW', 'SYNONYM', 'SEQUENCE']);

function sequenceRow(sequence: Sequence): Row {
  return {
    SEQUENCE_OWNER: sequence.owner,
    SEQUENCE_NAME: sequence.name,
    MIN_VALUE: sequence.minValue,
    MAX_VALUE: sequence.maxValue,
    INCREMENT_BY: sequence.incrementBy,
    CYCLE_FLAG: sequence.cycle ? 'Y' : 'N',
    ORDER_FLAG: sequence.order ? 'Y' : 'N',
    CACHE_SIZE: sequence.cacheSize,
    LAST_NUMBER: lastNumberOf(sequence),
    SCALE_FLAG: 'N',
    EXTEND_FLAG: 'N',
    SHARDED_FLAG: 'N',
    SESSION_FLAG: 'N',
    KEEP_VALUE: 'N',
  };
}

function synonymRow(synonym: Synonym, reader: Reader): Row {
  return {
    OWNER: synonym.owner,
    SYNONYM_NAME: synonym.name,
    TABLE_OWNER: synonym.targetOwner,
    TABLE_NAME: synonym.targetName,
    DB_LINK: synonym.databaseLink,
    ORIGIN_CON_ID: reader.context.persona.container.conId,
  };
}

function viewRow(view: View, reader: Reader): Row {
  return {
    OWNER: view.owner,
    VIEW_NAME: view.name,
    TEXT_LENGTH: view.text.length,
    TEXT: view.text,
    TEXT_VC: view.text.slice(0, 4000),
    ...viewFlags(view.readOnly),
    ORIGIN_CON_ID: reader.context.persona.container.conId,
    DEFAULT_COLLATION: 'USING_NLS_COMP',
  };
}

function viewFlags(readOnly: boolean): Row {
  return {
    EDITIONING_VIEW: 'N',
    READ_ONLY: readOnly ? 'Y' : 'N',
    CONTAINER_DATA: 'N',
    BEQUEATH: 'DEFINER',
    CONTAINERS_DEFAULT: 'NO',
    CONTAINER_MAP: 'NO',
    EXTENDED_DATA_LINK: 'NO',
    EXTENDED_DATA_LINK_MAP: 'NO',
    HAS_SENSITIVE_COLUMN: 'NO',
    ADMIT_NULL: 'NO',
    PDB_LOCAL_ONLY: 'NO',
  };
}
