/** A user or a company: `user_…` or `company_…`. */
export type AccountId = string & { readonly __brand: 'account' };

export const ACCOUNT_PATTERN = /^(user|company)_[A-Za-z0-9-]{1,64}$/;

/**
 * The account of a user, by the subject of its tokens: the platform's issuer calls users by their accounts, a user pool
 * by a UUID.
 */
export const userAccountOf = (subject: string): AccountId =>
  (isAccountId(subject) ? subject : `user_${subject}`) as AccountId;

export const isAccountId = (text: string): text is AccountId => ACCOUNT_PATTERN.test(text);
