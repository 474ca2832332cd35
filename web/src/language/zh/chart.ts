import type { Words } from '../en.ts';

export const chart: Words['chart'] = {
  empty: '暂无数据。',
  noDrawing: '浏览器无法绘制图表，下方表格中有相同的数据。',
  cursor: '{{label}}：选择时间点',
  point: '{{time}}：{{figure}}',
  other: '{{name}}（{{time}}）：{{figure}}',
  limit: '{{name}} {{figure}}',
  mark: '{{time}}：{{label}}',
  summary: '{{label}}，{{from}} 至 {{to}}。最高值：{{most}}（{{when}}）。',
  time: '时间（UTC）',
};
