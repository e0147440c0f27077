import { describe, expect, it } from 'vitest';
import { AL16UTF16, AL32UTF8, charsetNamed } from '../../../../lib/standin/sql/values/charset.ts';

describe('character sets', () => {
  it('AL32UTF8 counts and sorts by bytes', () => {
    expect(AL32UTF8.byteLength('aé中😀')).toBe(1 + 2 + 3 + 4);
    // U+FFFD is EF BF BD, U+1F600 is F0 9F 98 80, although the UTF-16 units sort the other way.
    expect(AL32UTF8.compare('\ufffd', '😀')).toBeLessThan(0);
    expect(AL16UTF16.compare('\ufffd', '😀')).toBeGreaterThan(0);
  });

  it('agrees with the order of encoded bytes', () => {
    const texts = ['', 'a', 'B', 'é', 'ÿ', '中', '\uffff', '😀', 'a😀', 'a\ufffd', 'ab'];
    for (const left of texts) {
      for (const right of texts) {
        const bytes = Buffer.compare(Buffer.from(left), Buffer.from(right));
        expect(Math.sign(AL32UTF8.compare(left, right))).toBe(bytes);
      }
    }
  });

  it('ZHS16GBK writes two bytes for a Chinese character', () => {
    const gbk = charsetNamed('ZHS16GBK');
    expect(Buffer.from(gbk.encode('a中')).toString('hex')).toBe('61d6d0');
    expect(gbk.decode(Buffer.from('61d6d0', 'hex'))).toBe('a中');
    expect(gbk.byteLength('中文')).toBe(4);
    // 啊 is B0A1, 中 is D6D0: GBK sorts by pronunciation, Unicode does not.
    expect(gbk.compare('啊', '中')).toBeLessThan(0);
    expect(AL32UTF8.compare('啊', '中')).toBeGreaterThan(0);
  });

  it('AL16UTF16 is big-endian UTF-16', () => {
    expect(Buffer.from(AL16UTF16.encode('a中')).toString('hex')).toBe('00614e2d');
    expect(AL16UTF16.decode(Buffer.from('00614e2d', 'hex'))).toBe('a中');
  });
});
