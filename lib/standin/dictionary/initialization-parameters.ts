import type { Persona } from './persona.ts';

/** A row of V$PARAMETER. `type` is Oracle's: 1 Boolean, 2 string, 3 integer, 6 big integer. */
export interface Parameter {
  readonly number: number;
  readonly name: string;
  readonly type: 1 | 2 | 3 | 6;
  readonly value: string | null;
  readonly isDefault: boolean;
}

type Entry = readonly [name: string, type: Parameter['type'], value: string | null, isDefault?: boolean];

/** The parameters administrators ask for, with the values of a small database; not all of the release's. */
export function parametersOf(persona: Persona): readonly Parameter[] {
  const entries = new Map(entriesOf(persona).map((entry) => [entry[0], entry]));
  for (const [name, value] of persona.parameters) {
    entries.set(name, [name, entries.get(name)?.[1] ?? 2, value, false]);
  }
  return [...entries.values()]
    .sort((a, b) => (a[0] < b[0] ? -1 : 1))
    .map(([name, type, value, isDefault = true], place) => ({ number: place + 1, name, type, value, isDefault }));
}

function entriesOf(persona: Persona): readonly Entry[] {
  return [...identityEntries(persona), ...recoveryEntries(), ...resourceEntries(persona), ...languageEntries()];
}

function identityEntries(persona: Persona): readonly Entry[] {
  return [
    ['cluster_database', 1, persona.threads > 1 ? 'TRUE' : 'FALSE'],
    ['cluster_database_instances', 3, String(persona.threads)],
    ['compatible', 2, persona.compatible, false],
    ['db_block_size', 3, '8192', false],
    ['db_domain', 2, null],
    ['db_files', 3, '200'],
    ['db_name', 2, persona.databaseName, false],
    ['db_unique_name', 2, persona.uniqueName, persona.uniqueName === persona.databaseName],
    ['enable_pluggable_database', 1, persona.cdb ? 'TRUE' : 'FALSE', !persona.cdb],
    ['global_names', 1, 'FALSE'],
    ['instance_name', 2, persona.instanceName],
    ['instance_number', 3, persona.threads > 1 ? '1' : '0'],
    ['max_string_size', 2, 'STANDARD'],
    ['noncdb_compatible', 1, 'FALSE'],
    ['optimizer_features_enable', 2, persona.version.startsWith('12.2') ? '12.2.0.1' : `${persona.release}.1.0`],
    ['optimizer_mode', 2, 'ALL_ROWS'],
    ['remote_login_passwordfile', 2, 'EXCLUSIVE', false],
    ['service_names', 2, persona.uniqueName.toLowerCase()],
    ['sql92_security', 1, 'TRUE'],
    ['thread', 3, persona.threads > 1 ? '1' : '0'],
  ];
}

function recoveryEntries(): readonly Entry[] {
  return [
    ['archive_lag_target', 3, '0'],
    ['control_file_record_keep_time', 3, '7'],
    ['db_flashback_retention_target', 3, '1440'],
    ['db_recovery_file_dest', 2, '/u01/app/oracle/fast_recovery_area', false],
    ['db_recovery_file_dest_size', 6, '53687091200', false],
    ['enable_goldengate_replication', 1, 'FALSE'],
    ['fast_start_mttr_target', 3, '0'],
    ['log_archive_dest', 2, null],
    ['log_archive_dest_1', 2, null],
    ['log_archive_dest_state_1', 2, 'enable'],
    ['log_archive_format', 2, '%t_%s_%r.dbf'],
    ['log_archive_max_processes', 3, '4'],
    ['log_buffer', 6, '7507968'],
    ['recyclebin', 2, 'on'],
    ['temp_undo_enabled', 1, 'FALSE'],
    ['undo_management', 2, 'AUTO'],
    ['undo_retention', 3, '900'],
    ['undo_tablespace', 2, 'UNDOTBS1', false],
  ];
}

function resourceEntries(persona: Persona): readonly Entry[] {
  return [
    ['audit_trail', 2, persona.release >= 23 ? 'NONE' : 'DB', false],
    ['cpu_count', 3, '2'],
    ['cursor_sharing', 2, 'EXACT'],
    ['db_cache_size', 6, '0'],
    ['deferred_segment_creation', 1, 'TRUE'],
    ['distributed_lock_timeout', 3, '60'],
    ['job_queue_processes', 3, '40'],
    ['memory_max_target', 6, '0'],
    ['memory_target', 6, '0'],
    ['open_cursors', 3, '300', false],
    ['open_links', 3, '4'],
    ['parallel_max_servers', 3, '40'],
    ['pga_aggregate_limit', 6, '2147483648'],
    ['pga_aggregate_target', 6, '536870912', false],
    ['processes', 3, '300', false],
    ['resource_limit', 1, 'TRUE'],
    ['session_cached_cursors', 3, '50'],
    ['sessions', 3, '472', false],
    ['sga_max_size', 6, '1610612736'],
    ['sga_target', 6, '1610612736', false],
    ['shared_pool_size', 6, '0'],
    ['sort_area_size', 3, '65536'],
    ['statistics_level', 2, 'TYPICAL'],
    ['streams_pool_size', 6, '0'],
    ['timed_statistics', 1, 'TRUE'],
    ['transactions', 3, '519'],
  ];
}

function languageEntries(): readonly Entry[] {
  return [
    ['nls_calendar', 2, null],
    ['nls_comp', 2, 'BINARY'],
    ['nls_currency', 2, null],
    ['nls_date_format', 2, null],
    ['nls_date_language', 2, null],
    ['nls_dual_currency', 2, null],
    ['nls_iso_currency', 2, null],
    ['nls_language', 2, 'AMERICAN', false],
    ['nls_length_semantics', 2, 'BYTE'],
    ['nls_nchar_conv_excp', 2, 'FALSE'],
    ['nls_numeric_characters', 2, null],
    ['nls_sort', 2, null],
    ['nls_territory', 2, 'AMERICA', false],
    ['nls_timestamp_format', 2, null],
    ['nls_timestamp_tz_format', 2, null],
  ];
}
