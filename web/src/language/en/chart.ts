export const chart = {
  empty: 'There is nothing to draw yet.',
  noDrawing: 'This browser could not draw it; the table below has the same figures.',
  cursor: '{{label}}: choose a point',
  point: '{{time}}: {{figure}}',
  other: '{{name}} ({{time}}): {{figure}}',
  limit: '{{name}} {{figure}}',
  mark: '{{time}}: {{label}}',
  summary: '{{label}}, from {{from}} to {{to}}. The most: {{most}} ({{when}}).',
  time: 'Time (UTC)',
} as const;
