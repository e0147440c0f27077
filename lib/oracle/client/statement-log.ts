/** Is told every statement text that is sent to the source, so that a test can prove each to be Oracle SQL. */
export type StatementObserver = (text: string) => void;
