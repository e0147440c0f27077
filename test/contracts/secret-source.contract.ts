import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SecretSource } from '../../lib/ports/secret-source.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

/** Puts what a test says where the source under test finds it. */
export interface SecretSourceUnderTest {
  /** A source on one machine, or on AWS. */
  readonly open: (local: boolean) => SecretSource;
  readonly setVariable: (name: string, value: string) => void;
}

/** What every secret source does with secrets of one machine. */
export function secretSourceContract(name: string, { open, setVariable }: SecretSourceUnderTest): void {
  describe(`${name} as a source of secrets`, () => {
    it('reads two environment variables, empty passwords included', async () => {
      setVariable('SECRET_TEST_USER', 'shop');
      setVariable('SECRET_TEST_PASSWORD', '');
      const env = { user: 'SECRET_TEST_USER', password: 'SECRET_TEST_PASSWORD' };
      expect(await open(true).read({ env })).toEqual({ user: 'shop', password: '' });
    });

    it('reads a JSON file anew each time', async () => {
      await using directory = await temporaryDirectory();
      const file = path.join(directory.path, 'secret.json');
      const source = open(true);
      for (const password of ['p"1\\', 'päss 2']) {
        await writeFile(file, JSON.stringify({ user: 'u', password }));
        expect(await source.read({ file })).toEqual({ user: 'u', password });
      }
    });

    it('says where it looked and never what it found', async () => {
      await using directory = await temporaryDirectory();
      const file = path.join(directory.path, 'secret.json');
      await writeFile(file, '{"user": "u", "pass": "tOpSeCrEt"');
      const faults: unknown[] = [];
      for (const content of [
        '{"user": "u", "pass": "tOpSeCrEt"',
        '{"user": "u", "pass": "tOpSeCrEt"}',
        '"tOpSeCrEt"',
        '',
      ]) {
        await writeFile(file, content);
        await open(true)
          .read({ file })
          .catch((error: unknown) => faults.push(error));
      }
      expect(faults).toHaveLength(4);
      for (const fault of faults) {
        expect(fault).toMatchObject({ record: { code: 'SECRET_UNREADABLE' } });
        const all = JSON.stringify(fault, Object.getOwnPropertyNames(fault)) + String(fault);
        expect(all).not.toContain('tOpSeCrEt');
      }
    });

    it.each([
      ['a variable that is not set', { env: { user: 'SECRET_TEST_NOBODY', password: 'SECRET_TEST_NOBODY' } }],
      ['a file that is not there', { file: '/nowhere/secret.json' }],
    ])('refuses %s', async (_what, reference) => {
      await expect(open(true).read(reference)).rejects.toMatchObject({ record: { code: 'SECRET_UNREADABLE' } });
    });

    it('reads neither variables nor files on AWS', async () => {
      setVariable('SECRET_TEST_USER', 'shop');
      setVariable('SECRET_TEST_PASSWORD', 'p');
      const env = { user: 'SECRET_TEST_USER', password: 'SECRET_TEST_PASSWORD' };
      for (const reference of [{ env }, { file: '/etc/hostname' }])
        await expect(open(false).read(reference)).rejects.toMatchObject({ record: { code: 'SECRET_UNREADABLE' } });
    });
  });
}
