import type { StoredUnit, Trigger } from '../../sql/catalog/stored-text.ts';
import type { Row } from '../cell.ts';
import { yesNo } from '../cell.ts';
import type { Family, Reader } from '../family.ts';
import { SYS_PACKAGES } from '../sys-packages.ts';
import { seesObject } from './objects.ts';

const SOURCE_COLUMNS = `
  OWNER:128, NAME:128, TYPE:12, LINE, TEXT:4000, ORIGIN_CON_ID`;

const TRIGGER_COLUMNS = `
  OWNER:128, TRIGGER_NAME:128, TRIGGER_TYPE:16, TRIGGERING_EVENT:246, TABLE_OWNER:128, BASE_OBJECT_TYPE:18,
  TABLE_NAME:128, COLUMN_NAME:4000, REFERENCING_NAMES:422, WHEN_CLAUSE:4000, STATUS:8, DESCRIPTION:4000,
  ACTION_TYPE:11, TRIGGER_BODY:long, CROSSEDITION:7, BEFORE_STATEMENT:3, BEFORE_ROW:3, AFTER_ROW:3,
  AFTER_STATEMENT:3, INSTEAD_OF_ROW:3, FIRE_ONCE:3, APPLY_SERVER_ONLY:3`;

const PROCEDURE_COLUMNS = `
  OWNER:128, OBJECT_NAME:128, PROCEDURE_NAME:128, OBJECT_ID, SUBPROGRAM_ID, OVERLOAD:40, OBJECT_TYPE:13,
  AGGREGATE:3, PIPELINED:3, IMPLTYPEOWNER:128, IMPLTYPENAME:128, PARALLEL:3, INTERFACE:3, DETERMINISTIC:3,
  AUTHID:12, RESULT_CACHE:3, ORIGIN_CON_ID, POLYMORPHIC:5@18`;

const ERROR_COLUMNS = `
  OWNER:128!, NAME:128!, TYPE:12, SEQUENCE!, LINE!, POSITION!, TEXT:4000!, ATTRIBUTE:9, MESSAGE_NUMBER`;

/** One row a line; lines keep their line feed, as Oracle keeps it. */
export const SOURCE: Family = {
  base: 'SOURCE',
  columns: SOURCE_COLUMNS,
  forms: ['ALL', 'DBA', 'USER', 'CDB'],
  userLacks: ['OWNER'],
  comment: 'Source of stored objects',
  *rows(reader) {
    for (const unit of sourceUnits(reader)) {
      if (!reader.wants('OWNER', unit.owner) || !reader.wants('NAME', unit.name)) continue;
      const lines = unit.text.split(/(?<=\n)/);
      for (const [place, text] of lines.entries()) {
        yield {
          OWNER: unit.owner,
          NAME: unit.name,
          TYPE: unit.kind,
          LINE: place + 1,
          TEXT: text,
          ORIGIN_CON_ID: reader.context.persona.container.conId,
        };
      }
    }
  },
};

export const TRIGGERS: Family = {
  base: 'TRIGGERS',
  columns: TRIGGER_COLUMNS,
  forms: ['ALL', 'DBA', 'USER', 'CDB'],
  userLacks: ['OWNER'],
  comment: 'Triggers',
  *rows(reader) {
    for (const trigger of reader.context.catalog.triggers()) {
      if (!reader.wants('OWNER', trigger.owner) || !reader.wants('TRIGGER_NAME', trigger.name)) continue;
      if (!reader.wants('TABLE_OWNER', trigger.tableOwner) || !reader.wants('TABLE_NAME', trigger.tableName)) continue;
      if (reader.shows(trigger.owner, () => seesObject(reader, trigger))) yield triggerRow(trigger, reader);
    }
  },
};

/** Units are kept as text: packages are listed without their subprograms. */
export const PROCEDURES: Family = {
  base: 'PROCEDURES',
  columns: PROCEDURE_COLUMNS,
  forms: ['ALL', 'DBA', 'USER', 'CDB'],
  userLacks: ['OWNER'],
  comment: 'Functions, procedures and packages',
  *rows(reader) {
    for (const unit of reader.context.catalog.storedUnits()) {
      if (unit.kind === 'PACKAGE BODY' || unit.kind === 'TYPE BODY') continue;
      if (!reader.wants('OWNER', unit.owner) || !reader.wants('OBJECT_NAME', unit.name)) continue;
      if (reader.shows(unit.owner, () => seesObject(reader, unit))) yield procedureRow(unit, reader);
    }
    yield* systemPackages(reader);
  },
};

/** The stand-in compiles no stored code: nothing has errors. */
export const ERRORS: Family = {
  base: 'ERRORS',
  columns: ERROR_COLUMNS,
  forms: ['ALL', 'DBA', 'USER', 'CDB'],
  userLacks: ['OWNER'],
  comment: 'Compilation errors of stored objects',
  rows: () => [],
};

function* sourceUnits(reader: Reader): Iterable<StoredUnit | Trigger> {
  for (const unit of reader.context.catalog.storedUnits()) {
    if (reader.shows(unit.owner, () => seesObject(reader, unit))) yield unit;
  }
  for (const trigger of reader.context.catalog.triggers()) {
    if (reader.shows(trigger.owner, () => seesObject(reader, trigger))) yield trigger;
  }
}

function triggerRow(trigger: Trigger, reader: Reader): Row {
  const base = reader.context.catalog.find(trigger.tableOwner, trigger.tableName);
  return {
    OWNER: trigger.owner,
    TRIGGER_NAME: trigger.name,
    TRIGGER_TYPE: trigger.triggerType,
    TRIGGERING_EVENT: trigger.event,
    TABLE_OWNER: trigger.tableOwner,
    BASE_OBJECT_TYPE: base?.kind ?? 'TABLE',
    TABLE_NAME: trigger.tableName,
    REFERENCING_NAMES: 'REFERENCING NEW AS NEW OLD AS OLD',
    STATUS: trigger.enabled ? 'ENABLED' : 'DISABLED',
    DESCRIPTION: trigger.text.slice(0, 4000),
    ACTION_TYPE: 'PL/SQL     ',
    TRIGGER_BODY: trigger.text,
    CROSSEDITION: 'NO',
    BEFORE_STATEMENT: yesNo(trigger.triggerType === 'BEFORE STATEMENT'),
    BEFORE_ROW: yesNo(trigger.triggerType === 'BEFORE EACH ROW'),
    AFTER_ROW: yesNo(trigger.triggerType === 'AFTER EACH ROW'),
    AFTER_STATEMENT: yesNo(trigger.triggerType === 'AFTER STATEMENT'),
    INSTEAD_OF_ROW: yesNo(trigger.triggerType === 'INSTEAD OF'),
    FIRE_ONCE: 'YES',
    APPLY_SERVER_ONLY: 'NO',
  };
}

function procedureRow(unit: StoredUnit, reader: Reader): Row {
  return {
    OWNER: unit.owner,
    OBJECT_NAME: unit.name,
    OBJECT_ID: unit.objectId,
    SUBPROGRAM_ID: unit.kind === 'PACKAGE' || unit.kind === 'TYPE' ? 0 : 1,
    OBJECT_TYPE: unit.kind,
    ...procedureFlags(),
    ORIGIN_CON_ID: reader.context.persona.container.conId,
  };
}

function procedureFlags(): Row {
  return {
    AGGREGATE: 'NO',
    PIPELINED: 'NO',
    PARALLEL: 'NO',
    INTERFACE: 'NO',
    DETERMINISTIC: 'NO',
    AUTHID: 'DEFINER',
    RESULT_CACHE: 'NO',
    POLYMORPHIC: 'NULL',
  };
}

function* systemPackages(reader: Reader): Iterable<Row> {
  if (reader.form === 'USER' ? reader.user !== 'SYS' : !reader.wants('OWNER', 'SYS')) return;
  for (const name of SYS_PACKAGES) {
    if (!reader.wants('OBJECT_NAME', name)) continue;
    if (!reader.shows('SYS', (sight) => sight.code('SYS', name))) continue;
    yield {
      OWNER: 'SYS',
      OBJECT_NAME: name,
      SUBPROGRAM_ID: 0,
      OBJECT_TYPE: 'PACKAGE',
      ...procedureFlags(),
      ORIGIN_CON_ID: 1,
    };
  }
}
