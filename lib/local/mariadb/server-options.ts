import type { ServerBinaries } from './server-binaries.ts';
import { locationOptions } from './template-directory.ts';

export interface ServerPlaces {
  readonly data: string;
  readonly temporary: string;
  readonly initFile: string;
  readonly errorLog: string;
  readonly port: number;
  /** Kept across starts: pages are then written twice, so that a torn one can be repaired after a kill. */
  readonly persistent: boolean;
}

/** Options that make MariaDB resemble a MySQL-mode tenant, and that a container takes as well. */
export const likenessOptions: readonly string[] = [
  '--local-infile=1',
  '--server-id=1',
  '--log-bin=binlog',
  '--binlog-format=ROW',
  '--binlog-row-image=FULL',
  '--binlog-row-metadata=FULL',
  '--expire-logs-days=1',
  '--character-set-server=utf8mb4',
  '--collation-server=utf8mb4_bin',
  '--lower-case-table-names=1',
  '--sql-mode=STRICT_ALL_TABLES,NO_ZERO_IN_DATE',
  '--transaction-isolation=READ-COMMITTED',
  '--default-time-zone=+08:00',
  '--explicit-defaults-for-timestamp=1',
  '--max-allowed-packet=256M',
  '--max-connections=300',
  '--innodb-buffer-pool-size=128M',
  '--innodb-log-file-size=96M',
  // 2, not 0: a killed server must not forget what it has acknowledged; only a crash of the machine may.
  '--innodb-flush-log-at-trx-commit=2',
  '--innodb-flush-method=nosync',
  '--sync-binlog=0',
  '--skip-name-resolve',
];

/** The command line of a private server. The socket's name is relative to the data directory: long paths break sockets. */
export function serverOptions(binaries: ServerBinaries, places: ServerPlaces): readonly string[] {
  return [
    '--no-defaults',
    ...locationOptions(binaries),
    `--datadir=${places.data}`,
    `--tmpdir=${places.temporary}`,
    `--port=${places.port}`,
    '--bind-address=127.0.0.1',
    '--socket=server.sock',
    '--pid-file=server.pid',
    `--log-error=${places.errorLog}`,
    `--init-file=${places.initFile}`,
    `--innodb-doublewrite=${places.persistent ? 1 : 0}`,
    ...likenessOptions,
  ];
}
