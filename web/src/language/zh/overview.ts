import type { Words } from '../en.ts';

export const overview: Words['overview'] = {
  title: '总览',
  asOf: '截至 {{time}}',
  used: '已用 {{used}}，共 {{limit}}',
  left: '剩余 {{remaining}}',
  reserved: '已预留 {{reserved}}',
  period: '{{end}} 重置',
  sources: '配额来源',
  free: '免费',
  pack: '{{name}}',
  packEnds: '{{date}} 到期',
  packForGood: '长期有效',
  buy: '购买资源包',
  warnMark: '{{percent}} % 提醒线',
};
