import { describe, expect, test } from 'vitest';
import { serverOf, sessionStatements, versionAtLeast } from '../../../lib/oceanbase/sql/server-probe.ts';

const probed = (version: string, comment = '', more: Readonly<Record<string, string>> = {}) =>
  serverOf(new Map(Object.entries({ version, version_comment: comment, max_allowed_packet: '16777216', ...more })));

describe('what the server at hand is', () => {
  test.each([
    ['5.7.25-OceanBase-v4.2.5.1', 'OceanBase 4.2.5.1 (r1)', 'oceanbase', '4.2.5.1'],
    ['5.7.25', 'OceanBase 4.3.3.0 (r100000)', 'oceanbase', '4.3.3.0'],
    ['5.6.25', 'OceanBase 3.1.4 (r10)', 'oceanbase', '3.1.4'],
    ['10.11.19-MariaDB-0+deb12u1-log', 'Debian 12', 'mariadb', '10.11.19'],
    ['5.5.5-10.6.12-MariaDB', '', 'mariadb', '10.6.12'],
    ['8.0.36', 'MySQL Community Server - GPL', 'mysql', '8.0.36'],
    ['5.6.24-log', 'MySQL Community Server (GPL)', 'mysql', '5.6.24'],
  ])('%s, %s', (version, comment, product, number) => {
    expect(probed(version, comment)).toMatchObject({ product, version: number, maxAllowedPacketBytes: 16_777_216 });
  });

  test('OceanBase cuts a load into transactions and holds 512 MB in a LOB since version 4', () => {
    const four = probed('5.7.25', 'OceanBase 4.2.5.1');
    expect([four.loadDataAtomic, four.limits.largeObjectBytes, four.limits.columns]).toEqual([
      false,
      536_870_910,
      4_096,
    ]);
    const three = probed('5.7.25', 'OceanBase 3.1.4');
    expect([three.limits.largeObjectBytes, three.limits.columns]).toEqual([48 * 1024 * 1024, 512]);
    expect(probed('8.0.36').loadDataAtomic).toBe(true);
  });

  test('versions are compared by number and not by text', () => {
    expect(versionAtLeast('10.11.19', '10.3')).toBe(true);
    expect(versionAtLeast('4.0', '4.0.0')).toBe(true);
    expect(versionAtLeast('3.9.9', '4.0')).toBe(false);
  });
});

describe('what a session is set to', () => {
  test('OceanBase gets its timeouts in microseconds, and nothing of InnoDB', () => {
    const statements = sessionStatements(probed('5.7.25', 'OceanBase 4.2.5.1'), 'load');
    expect(statements).toContain('SET SESSION ob_trx_idle_timeout = 60000000');
    expect(statements).toContain('SET SESSION ob_trx_lock_timeout = 10000000');
    expect(statements).toContain('SET SESSION ob_query_timeout = 43200000000');
    expect(statements.join()).not.toContain('innodb');
  });

  test('a transaction nobody goes on with ends within 60 s on every product', () => {
    expect(sessionStatements(probed('10.11.19-MariaDB'), 'load')).toContain(
      'SET SESSION idle_transaction_timeout = 60',
    );
    expect(sessionStatements(probed('8.0.36'), 'load')).toContain('SET SESSION wait_timeout = 60');
  });
});
