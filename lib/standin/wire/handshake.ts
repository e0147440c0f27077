/**
 * Password authentication, the server's half. Two families of verifier are known to the thin driver: 12C (PBKDF2 with SHA-512,
 * AES-256) and 11G (salted SHA-1, AES-192). The password itself never travels: both sides prove that they can derive one key.
 */
import { createCipheriv, createDecipheriv, createHash, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { VerifierKind } from './engine.ts';

const VERIFIER_FLAGS: Readonly<Record<VerifierKind, number>> = { '12C': 0x4815, '11G': 0x1b25 };
const ZERO_IV = Buffer.alloc(16);
const SPEEDY = Buffer.from('AUTH_PBKDF2_SPEEDY_KEY');
const GENERATION_ROUNDS = 4096;
const DERIVATION_ROUNDS = 3;
const BLOCK_BYTES = 16;

/** What a server stores instead of the password. */
export interface Verifier {
  readonly kind: VerifierKind;
  readonly salt: Buffer;
  readonly key: Buffer;
}

export type AuthPair = readonly [key: string, value: string, flags: number];
export type AuthValues = ReadonlyMap<string, string>;

export function makeVerifier(password: string, kind: VerifierKind = '12C'): Verifier {
  const salt = randomBytes(kind === '11G' ? 10 : 16);
  return { kind, salt, key: deriveKey(password, kind, salt) };
}

function deriveKey(password: string, kind: VerifierKind, salt: Buffer): Buffer {
  if (kind === '11G') {
    const hash = createHash('sha1').update(password).update(salt).digest();
    return Buffer.concat([hash, Buffer.alloc(4)]);
  }
  const stretched = pbkdf2Sync(password, Buffer.concat([salt, SPEEDY]), GENERATION_ROUNDS, 64, 'sha512');
  return createHash('sha512').update(stretched).update(salt).digest().subarray(0, 32);
}

/** One logon attempt: challenge, then the client's answer, then our proof. */
export class Handshake {
  readonly #verifier: Verifier;
  readonly #serverPart: Buffer;
  readonly #mixSalt = randomBytes(16);
  #comboKey: Buffer | null = null;

  constructor(verifier: Verifier) {
    this.#verifier = verifier;
    this.#serverPart = randomBytes(verifier.kind === '11G' ? 48 : 32);
  }

  challenge(): readonly AuthPair[] {
    const { key, salt, kind } = this.#verifier;
    const pairs: AuthPair[] = [
      ['AUTH_SESSKEY', hex(encrypt(key, this.#serverPart)), 0],
      ['AUTH_VFR_DATA', hex(salt), VERIFIER_FLAGS[kind]],
    ];
    if (kind === '12C') {
      pairs.push(
        ['AUTH_PBKDF2_CSK_SALT', hex(this.#mixSalt), 0],
        ['AUTH_PBKDF2_VGEN_COUNT', String(GENERATION_ROUNDS), 0],
        ['AUTH_PBKDF2_SDER_COUNT', String(DERIVATION_ROUNDS), 0],
      );
    }
    pairs.push(['AUTH_GLOBALLY_UNIQUE_DBID\0', hex(randomBytes(16)), 0]);
    return pairs;
  }

  /** True when the client knows the password. */
  accepts(answer: AuthValues): boolean {
    const password = this.#clientPassword(answer);
    if (password === null) return false;
    const { kind, salt, key } = this.#verifier;
    return timingSafeEqual(deriveKey(password, kind, salt), key);
  }

  /** Proof to the client that the server knew the verifier. Only after {@link accepts}. */
  proof(): string {
    if (this.#comboKey === null) throw new Error('the client has not answered the challenge');
    return hex(encrypt(this.#comboKey, Buffer.concat([randomBytes(BLOCK_BYTES), Buffer.from('SERVER_TO_CLIENT')])));
  }

  /** A wrong password makes the client's part decrypt to noise, which shows in the padding of the password or in the password. */
  #clientPassword(answer: AuthValues): string | null {
    const sessionKey = Buffer.from(answer.get('AUTH_SESSKEY') ?? '', 'hex');
    const sealed = Buffer.from(answer.get('AUTH_PASSWORD') ?? '', 'hex');
    const expected = this.#serverPart.length;
    if (sessionKey.length < expected || sessionKey.length % BLOCK_BYTES !== 0) return null;
    if (sealed.length < 2 * BLOCK_BYTES || sealed.length % BLOCK_BYTES !== 0) return null;
    const comboKey = this.#combine(decrypt(this.#verifier.key, sessionKey));
    this.#comboKey = comboKey;
    const plain = decrypt(comboKey, sealed);
    const padding = plain[plain.length - 1] ?? 0;
    if (padding < 1 || padding > BLOCK_BYTES || plain.length - padding < BLOCK_BYTES) return null;
    return plain.subarray(BLOCK_BYTES, plain.length - padding).toString('utf8');
  }

  #combine(clientPart: Buffer): Buffer {
    if (this.#verifier.kind === '12C') {
      const joined = hex(Buffer.concat([clientPart.subarray(0, 32), this.#serverPart]));
      return pbkdf2Sync(joined, this.#mixSalt, DERIVATION_ROUNDS, 32, 'sha512');
    }
    const mixed = Buffer.alloc(24);
    for (let index = 0; index < mixed.length; index += 1)
      mixed[index] = this.#serverPart.readUInt8(index + 16) ^ clientPart.readUInt8(index + 16);
    return Buffer.concat([md5(mixed.subarray(0, 16)), md5(mixed.subarray(16))]).subarray(0, 24);
  }
}

function encrypt(key: Buffer, data: Buffer): Buffer {
  const cipher = createCipheriv(`aes-${key.length * 8}-cbc`, key, ZERO_IV).setAutoPadding(false);
  return Buffer.concat([cipher.update(data), cipher.final()]);
}

function decrypt(key: Buffer, data: Buffer): Buffer {
  const decipher = createDecipheriv(`aes-${key.length * 8}-cbc`, key, ZERO_IV).setAutoPadding(false);
  return Buffer.concat([decipher.update(data), decipher.final()]);
}

function md5(data: Buffer): Buffer {
  return createHash('md5').update(data).digest();
}

function hex(data: Buffer): string {
  return data.toString('hex').toUpperCase();
}
