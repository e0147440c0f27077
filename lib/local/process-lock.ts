import { randomInt, randomUUID } from 'node:crypto';
import { link, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { Fault } from '../model/fault.ts';

/*
 * One living process per directory. Everybody who wants it first puts up a claim (`lock-<nonce>`) and then looks at the
 * claims of all others: whoever sees another living claim takes its own down again. Of two that claim at once, the later
 * look sees both, so never two pass; claims of the dead are removed by whoever meets them, because the dead pass nothing.
 * `lock-<nonce>.held` beside a claim tells those who come later not to wait.
 */
const claimSchema = z.object({ processId: z.int().positive(), startedAt: z.string() });
type Claim = Readonly<z.infer<typeof claimSchema>>;

const claimName = /^lock-[0-9a-f-]{36}$/u;
const attemptsMax = 200;

/** Takes the directory for this process. Fault STATE_LOCKED when another living process holds it. */
export async function takeProcessLock(directory: string): Promise<AsyncDisposable> {
  const name = `lock-${randomUUID()}`;
  const place = path.join(directory, name);
  const held = `${place}.held`;
  const text = JSON.stringify({ processId: process.pid, startedAt: await processStart(process.pid) });
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    await writeClaim(place, text);
    const others = await livingClaims(directory, name);
    if (others.length === 0) {
      await link(place, held);
      return {
        [Symbol.asyncDispose]: async () => {
          await rm(held, { force: true });
          await rm(place, { force: true });
        },
      };
    }
    await rm(place, { force: true });
    const holder = others.find(({ isHeld }) => isHeld);
    if (holder !== undefined)
      throw new Fault('STATE_LOCKED', `process ${holder.claim.processId} works on ${directory}`, {
        subject: directory,
      });
    // Others claim at this very moment: whoever comes back alone gets it.
    await delay(randomInt(1, 30));
  }
  throw new Fault('STATE_LOCKED', `too many processes want ${directory} at once`, { subject: directory });
}

/** Process id of the living holder, if any. */
export async function findLockHolder(directory: string): Promise<number | undefined> {
  const claims = await livingClaims(directory, '');
  return claims.find(({ isHeld }) => isHeld)?.claim.processId;
}

/** Whole or not at all: others read it as soon as it has its name. */
async function writeClaim(place: string, text: string): Promise<void> {
  const beside = `${place}.new`;
  await writeFile(beside, text, { flush: true });
  await link(beside, place);
  await rm(beside, { force: true });
}

async function livingClaims(
  directory: string,
  own: string,
): Promise<readonly { readonly claim: Claim; readonly isHeld: boolean }[]> {
  const names = await listIfThere(directory);
  const living: { readonly claim: Claim; readonly isHeld: boolean }[] = [];
  for (const name of names.filter((one) => claimName.test(one) && one !== own)) {
    const claim = await readClaim(path.join(directory, name));
    if (claim === 'gone') continue;
    if (claim !== 'damaged' && (await isAlive(claim))) {
      living.push({ claim, isHeld: (await readClaim(path.join(directory, `${name}.held`))) !== 'gone' });
      continue;
    }
    for (const stale of [`${name}.held`, name]) await rm(path.join(directory, stale), { force: true });
  }
  return living;
}

async function readClaim(place: string): Promise<Claim | 'gone' | 'damaged'> {
  const text = await readIfThere(place);
  if (text === undefined) return 'gone';
  try {
    return claimSchema.parse(JSON.parse(text));
  } catch {
    // A disk that was full or lost power: nobody living left it so.
    return 'damaged';
  }
}

async function isAlive(claim: Claim): Promise<boolean> {
  try {
    process.kill(claim.processId, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
  // The number may have been given to another process since.
  return claim.startedAt === (await processStart(claim.processId));
}

/** When a process started, in the kernel's own words (field 22 of /proc/PID/stat); empty where there is no /proc. */
async function processStart(processId: number): Promise<string> {
  const text = await readIfThere(`/proc/${processId}/stat`);
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'ENOTDIR'].includes(codeOf(error))) return undefined;
    throw error;
  }
}

async function listIfThere(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
