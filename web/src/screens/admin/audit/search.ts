export interface AuditSearch {
  readonly account?: string;
}

const ACCOUNT = /^(user|company)_[A-Za-z0-9-]{1,64}$/;

export const isAccount = (text: string): boolean => ACCOUNT.test(text);

export const auditSearch = ({ account }: Record<string, unknown>): AuditSearch =>
  typeof account === 'string' && isAccount(account) ? { account } : {};
