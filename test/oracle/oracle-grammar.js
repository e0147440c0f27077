// JavaScript, because the declarations of antlr4 4.13.0 cannot be resolved by a modern compiler; oracle-grammar.d.ts says the types.
import { PlSqlLexer, PlSqlParser } from '@griffithswaite/ts-plsql-parser';
import { CharStream, CommonTokenStream, ErrorListener } from 'antlr4';

/** Complaints of lexer and parser about one statement; none when the grammar accepts it. */
export function complaints(text) {
  const found = [];
  const listener = new ErrorListener();
  listener.syntaxError = (_recognizer, _symbol, line, column, message) => found.push(`${line}:${column} ${message}`);
  const lexer = new PlSqlLexer(new CharStream(`${text};`));
  lexer.removeErrorListeners();
  lexer.addErrorListener(listener);
  const parser = new PlSqlParser(new CommonTokenStream(lexer));
  parser.removeErrorListeners();
  parser.addErrorListener(listener);
  parser.sql_script();
  return found;
}
