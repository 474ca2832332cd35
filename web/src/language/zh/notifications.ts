import type { Words } from '../en.ts';

export const notifications: Words['notifications'] = {
  title: '通知',
  happened: '最近动态',
  none: '暂无通知。配额、付款和资源包相关的通知会显示在这里，保留 90 天。',
  new: '新',
  unread_one: '{{count}} 条新通知',
  unread_other: '{{count}} 条新通知',
  unknown: '未知',
  ways: {
    slots: '查看职位名额',
    overage: '查看超额用量',
    charge: '查看账单',
    earnings: '查看收益',
    theme: '查看检测结果',
    more: '查看资源包',
    packs: '查看资源包',
  },
  ending: {
    title: '即将到期的主题',
    ends: '将于{{relative}}（{{end}}）到期。现在续期不会损失任何一天。',
  },
  facts: {
    'quota-warning': {
      title: '{{meter}}即将用尽',
      more: '已用 {{used}}，共 {{limit}}，剩余 {{remaining}}。',
    },
    'quota-exceeded': {
      title: '{{meter}}已达上限',
      more: '已用 {{used}}，共 {{limit}}。超出的使用将被拒绝。',
    },
    'overage-confirmation-required': {
      title: '{{meter}}：请确认超额用量',
      more: '已达到 {{limit}} 的上限。在您确认之前，不会产生超额用量或费用。',
    },
    'overage-closed': {
      title: '{{meter}}：超额用量已计费',
      more: '本周期已结束，超出部分计费 {{amount}}。',
    },
    'pack-activated': { title: '资源包已生效：{{name}}', more: '配额立即可用，到期不会自动续费。' },
    'pack-expiring': {
      title: '资源包即将到期：{{name}}',
      more: '到期时间：{{endsAt}}（UTC）。配额保留至 {{graceEndsAt}}，如需保留请续费。',
    },
    'pack-expired': { title: '资源包已到期：{{name}}', more: '相应配额已失效，您的数据没有被删除。' },
    'slots-over-limit': {
      title: '使用中的职位名额超过上限',
      more: '使用中 {{active}} 个，上限 {{limit}} 个。最新占用的名额将于 {{releaseAt}}（UTC）释放。',
    },
    'slot-released': {
      title: '职位 {{job}} 的名额已释放',
      more: '使用中的职位名额超过上限。如职位仍需发布，请重新分配名额。',
    },
    'charge-succeeded': { title: '已支付 {{amount}}', more: '用于：{{what}}。' },
    'charge-failed': { title: '{{amount}} 支付失败', more: '{{what}}：{{reason}}' },
    'charge-refunded': { title: '已退款 {{amount}}', more: '银行到账可能需要几天。' },
    'charge-payment-due': {
      title: '{{amount}} 待支付，截止 {{dueAt}}（UTC）',
      more: '用于：{{what}}。逾期未付将暂停账户服务，付清后立即恢复。',
    },
    'account-suspended': {
      title: '账户服务已暂停',
      more: '有账单逾期未付，付清后立即恢复服务。您的数据没有被删除。',
    },
    'account-restored': { title: '账户服务已恢复', more: '已没有逾期账单。' },
    'theme-sold': { title: '{{name}} 售出一份', more: '售价 {{amount}}，您的分成将在当日结束后计算。' },
  },
  'theme-validated': {
    passed: { title: '{{name}} 版本 {{version}} 通过全部检测', more: '正在等待人工审核。' },
    failed: {
      title: '{{name}} 版本 {{version}} 未通过检测',
      more: '未通过 {{count}} 项，请修改后重新上传。',
    },
  },
};
