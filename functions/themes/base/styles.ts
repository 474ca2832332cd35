import { controlStyles } from './styles/controls.ts';
import { feedbackStyles } from './styles/feedback.ts';
import { pieceStyles } from './styles/pieces.ts';
import { shellStyles } from './styles/shell.ts';

/**
 * Lays out the base page and colors it by the tokens of a theme. In a cascade layer of its own, so that every rule of
 * the theme's stylesheet wins.
 */
export const baseStyles = `@layer rd-base {
${[shellStyles, controlStyles, pieceStyles, feedbackStyles].join('\n')}
@media (prefers-reduced-motion: reduce) {
  *, ::before, ::after { animation: none; transition: none; scroll-behavior: auto; }
}
}
`;
