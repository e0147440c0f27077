/** Characters of a set taken off the ends of a text; nothing left is NULL. */
export function trimText(text: string, set: string, leading: boolean, trailing: boolean): string | null {
  const marks = new Set(Array.from(set));
  const characters = Array.from(text);
  let start = 0;
  let end = characters.length;
  if (leading) while (start < end && marks.has(characters[start] ?? '')) start += 1;
  if (trailing) while (end > start && marks.has(characters[end - 1] ?? '')) end -= 1;
  if (start === 0 && end === characters.length) return text;
  return characters.slice(start, end).join('') || null;
}
