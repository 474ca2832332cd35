/** A user or a company: `user_…` or `company_…`. */
export type AccountId = string & { readonly __brand: 'account' };

export const ACCOUNT_PATTERN = /^(user|company)_[A-Za-z0-9-]{1,64}$/;

export const isAccountId = (text: string): text is AccountId => ACCOUNT_PATTERN.test(text);
