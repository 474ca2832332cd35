export const chart = {
  empty: 'No data yet.',
  noDrawing: 'This browser cannot draw the chart. The table below has the same figures.',
  cursor: '{{label}}: choose a point',
  point: '{{time}}: {{figure}}',
  other: '{{name}} ({{time}}): {{figure}}',
  limit: '{{name}} {{figure}}',
  mark: '{{time}}: {{label}}',
  summary: '{{label}}, from {{from}} to {{to}}. Maximum: {{most}} ({{when}}).',
  time: 'Time (UTC)',
} as const;
