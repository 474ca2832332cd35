import type { Words } from '../en.ts';

export const paying: Words['paying'] = {
  method: '支付方式',
  methods: {
    sandbox_ok: '沙箱：立即支付成功',
    sandbox_declined: '沙箱：银行卡被拒',
    sandbox_async: '沙箱：稍后确认',
    checkout: '前往支付平台付款',
  },
  noRenewal: '一次性付款，不会自动续费。',
  pay: '支付 {{amount}}',
  paying: '支付中…',
  declined: '支付被拒绝。',
  failed: '未完成支付。',
  notNow: '现在无法付款。',
  pending: '{{amount}} 付款处理中。',
  pendingMore: '确认后会立即在此显示。您可以关闭窗口，付款会继续进行。',
  paid: '已支付 {{amount}}。',
  paidMore: '您购买的内容已生效。',
  goOn: '前往付款页面',
  receipt: '查看收据',
  sandbox: {
    title: '沙箱支付结果',
    succeeded: '成功',
    failed: '失败',
    broken: '无法连接沙箱，请重试。',
  },
};
