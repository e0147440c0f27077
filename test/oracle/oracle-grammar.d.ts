/** Complaints of lexer and parser of an Oracle grammar about one statement; none when it is accepted. */
export function complaints(text: string): readonly string[];
