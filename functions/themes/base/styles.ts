import { controlStyles } from './styles/controls.ts';
import { feedbackStyles } from './styles/feedback.ts';
import { pieceStyles } from './styles/pieces.ts';
import { shellStyles } from './styles/shell.ts';

/**
 * What lays the base page out and paints it by the tokens of a theme. It stands in a layer of its own, so that whatever
 * a theme's own stylesheet says wins, however it says it.
 */
export const baseStyles = `@layer rd-base {
${[shellStyles, controlStyles, pieceStyles, feedbackStyles].join('\n')}
@media (prefers-reduced-motion: reduce) {
  *, ::before, ::after { animation: none; transition: none; scroll-behavior: auto; }
}
}
`;
