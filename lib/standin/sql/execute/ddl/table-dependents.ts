/** Whether a text names a table: enough to mark views and programs invalid. */
export function hasDependents(text: string, name: string): boolean {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\w$#])${escaped}(?![\\w$#])`, 'i').test(text);
}
