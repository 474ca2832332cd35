import type { Check } from '../check.ts';
import { endsMotion, placeOf, styleRules } from '../css/rules.ts';
import { findingOf } from '../measures.ts';
import type { ThemePackage } from '../package.ts';

/** What is important cannot be undone by anything but what is more so. */
export const noImportant: Check<ThemePackage> = {
  id: 'no-important',
  title: 'Nothing is !important',
  required: 'no !important, but in @media (prefers-reduced-motion: reduce)',
  measure: ({ stylesheet }) =>
    findingOf(
      styleRules(stylesheet)
        .filter((styled) => !endsMotion(styled))
        .flatMap(({ rule }) => rule.block.children.toArray())
        .filter((node) => node.type === 'Declaration')
        .filter(({ important }) => important !== false)
        .map((node) => ({ what: `${node.property}: … !important`, where: placeOf(node) })),
      'none',
    ),
};
