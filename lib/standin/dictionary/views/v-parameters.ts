import type { Row } from '../cell.ts';
import type { FixedView } from '../fixed-view.ts';
import { parametersOf } from '../initialization-parameters.ts';
import type { Parameter } from '../initialization-parameters.ts';
import { databaseNls, sessionNls } from '../nls-parameters.ts';

const PARAMETER_COLUMNS = `
  NUM, NAME:80, TYPE, VALUE:4000, DISPLAY_VALUE:4000, DEFAULT_VALUE:255, ISDEFAULT:9, ISSES_MODIFIABLE:5,
  ISSYS_MODIFIABLE:9, ISPDB_MODIFIABLE:5, ISINSTANCE_MODIFIABLE:5, ISMODIFIED:10, ISADJUSTED:5, ISDEPRECATED:5,
  ISBASIC:5, DESCRIPTION:255, UPDATE_COMMENT:255, HASH, CON_ID`;

const SYSTEM_PARAMETER_COLUMNS = `
  NUM, NAME:80, TYPE, VALUE:4000, DISPLAY_VALUE:4000, DEFAULT_VALUE:255, ISDEFAULT:9, ISSES_MODIFIABLE:5,
  ISSYS_MODIFIABLE:9, ISPDB_MODIFIABLE:5, ISINSTANCE_MODIFIABLE:5, ISMODIFIED:8, ISADJUSTED:5, ISDEPRECATED:5,
  ISBASIC:5, DESCRIPTION:255, UPDATE_COMMENT:255, HASH, CON_ID`;

const SPFILE_COLUMNS = `
  FAMILY:80, SID:80, NAME:80, TYPE:11, VALUE:255, DISPLAY_VALUE:255, ISSPECIFIED:6, ORDINAL, UPDATE_COMMENT:255,
  CON_ID`;

export const PARAMETER: FixedView = {
  base: 'PARAMETER',
  columns: PARAMETER_COLUMNS,
  *rows({ persona }) {
    for (const parameter of parametersOf(persona)) yield parameterRow(parameter);
  },
};

export const SYSTEM_PARAMETER: FixedView = {
  base: 'SYSTEM_PARAMETER',
  columns: SYSTEM_PARAMETER_COLUMNS,
  *rows({ persona }) {
    for (const parameter of parametersOf(persona)) yield parameterRow(parameter);
  },
};

/** What the server parameter file sets. */
export const SPPARAMETER: FixedView = {
  base: 'SPPARAMETER',
  columns: SPFILE_COLUMNS,
  *rows({ persona }) {
    for (const parameter of parametersOf(persona)) {
      const value = parameter.isDefault ? null : parameter.value;
      yield {
        SID: '*',
        NAME: parameter.name,
        TYPE: TYPE_NAMES[parameter.type],
        VALUE: value,
        DISPLAY_VALUE: value,
        ISSPECIFIED: parameter.isDefault ? 'FALSE' : 'TRUE',
        ORDINAL: parameter.isDefault ? 0 : 1,
        CON_ID: 0,
      };
    }
  },
};

/** 19 rows: the session's parameters and the two character sets. */
export const NLS_PARAMETERS: FixedView = {
  base: 'NLS_PARAMETERS',
  audience: 'everyone',
  columns: 'PARAMETER:64, VALUE:64, CON_ID',
  *rows({ session, persona }) {
    for (const [name, value] of sessionNls(session.nls)) {
      yield { PARAMETER: name, VALUE: value, CON_ID: persona.container.conId };
    }
    for (const [name, value] of databaseNls(persona)) {
      if (!name.endsWith('CHARACTERSET')) continue;
      yield { PARAMETER: name, VALUE: value, CON_ID: persona.container.conId };
    }
  },
};

const TYPE_NAMES: Readonly<Record<Parameter['type'], string>> = {
  1: 'boolean',
  2: 'string',
  3: 'integer',
  6: 'big integer',
};

function parameterRow(parameter: Parameter): Row {
  return {
    NUM: parameter.number,
    NAME: parameter.name,
    TYPE: parameter.type,
    VALUE: parameter.value,
    DISPLAY_VALUE: displayOf(parameter),
    DEFAULT_VALUE: parameter.isDefault ? parameter.value : null,
    ISDEFAULT: parameter.isDefault ? 'TRUE' : 'FALSE',
    ISSES_MODIFIABLE: 'FALSE',
    ISSYS_MODIFIABLE: 'FALSE',
    ISPDB_MODIFIABLE: 'FALSE',
    ISINSTANCE_MODIFIABLE: 'FALSE',
    ISMODIFIED: 'FALSE',
    ISADJUSTED: 'FALSE',
    ISDEPRECATED: 'FALSE',
    ISBASIC: 'FALSE',
    HASH: parameter.number,
    CON_ID: 0,
  };
}

/** Whole megabytes and gigabytes are shown short: 50G. */
function displayOf(parameter: Parameter): string | null {
  if (parameter.type !== 6 || parameter.value === null) return parameter.value;
  const bytes = Number(parameter.value);
  for (const [unit, size] of [
    ['G', 2 ** 30],
    ['M', 2 ** 20],
    ['K', 2 ** 10],
  ] as const) {
    if (bytes >= size && bytes % size === 0) return `${bytes / size}${unit}`;
  }
  return parameter.value;
}
