/** A user or a company: `user_…` or `company_…`. */
export type AccountId = string & { readonly __brand: 'account' };

export const ACCOUNT_PATTERN = /^(user|company)_[A-Za-z0-9-]{1,64}$/;

/**
 * Returns the account of a user from the subject of its tokens. The platform's issuer uses account ids as subjects; a
 * user pool uses UUIDs.
 */
export const userAccountOf = (subject: string): AccountId =>
  (isAccountId(subject) ? subject : `user_${subject}`) as AccountId;

export const isAccountId = (text: string): text is AccountId => ACCOUNT_PATTERN.test(text);
