import { sectionsOf } from './examples.ts';
import { rules } from './rules.ts';

const sections = sectionsOf('docs/money.md');
const examples = sections.flatMap((section) => section.examples);

describe('docs/money.md', () => {
  it.each(examples.map((example) => [`${example.line}: ${example.given}`, example] as const))(
    'line %s',
    (_, { kind, given, follows }) => {
      const rule = rules[kind];
      if (!rule) throw new Error(`There is no rule for examples of ${kind}.`);
      expect(rule(given)).toBe(follows);
    },
  );

  it('has an example in every section', () => {
    expect(sections.length).toBeGreaterThan(0);
    expect(sections.filter((section) => section.examples.length === 0)).toEqual([]);
  });

  it('shows every rule', () => {
    expect([...new Set(examples.map(({ kind }) => kind))].sort()).toEqual(Object.keys(rules).sort());
  });
});
