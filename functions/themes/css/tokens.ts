import { ident, tokenize, tokenTypes } from 'css-tree';

/** A token of CSS Syntax. https://www.w3.org/TR/css-syntax-3/#tokenization */
export interface Token {
  readonly type: number;
  readonly text: string;
  /** Index of its first character. */
  readonly at: number;
}

/** Returns all tokens. Unlike a parser, a tokenizer skips nothing. */
export function tokensOf(css: string): Token[] {
  const tokens: Token[] = [];
  tokenize(css, (type, start, end) => {
    tokens.push({ type, text: css.slice(start, end), at: start });
  });
  return tokens;
}

export const isOf = ({ type }: Token, ...names: readonly (keyof typeof tokenTypes)[]): boolean =>
  names.some((name) => tokenTypes[name] === type);

/** Returns the name of a function or an at-rule, with escapes resolved and in lower case: `\75 RL(` → `url`. */
export const nameOf = (token: Token): string =>
  ident
    .decode(isOf(token, 'Function') ? token.text.slice(0, -1) : token.text.replace(/^@/, ''))
    .toLowerCase();

export const isOpening = (token: Token): boolean =>
  isOf(token, 'Function', 'LeftParenthesis', 'LeftSquareBracket', 'LeftCurlyBracket');

export const isClosing = (token: Token): boolean =>
  isOf(token, 'RightParenthesis', 'RightSquareBracket', 'RightCurlyBracket');
