import type { Words } from '../en.ts';

export const meters: Words['meters'] = {
  storage: '存储空间',
  bandwidth: '流量',
  transcoding: '转码',
  jobSlots: '职位名额',
  states: { ok: '配额内', warning: '即将用完', exceeded: '已达上限', overage: '超额用量', blocked: '已暂停' },
};
