/**
 * Cuts a stream of UTF-8 bytes at `\n` alone. Node's readline also cuts at U+2028 and U+2029, which JSON may contain
 * inside a string. A last line without `\n` is a line; an empty one is not.
 */
export async function* splitLines(parts: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let rest = '';
  for await (const part of parts) {
    const lines = decoder.decode(part, { stream: true }).split('\n');
    lines[0] = rest + (lines[0] ?? '');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}
