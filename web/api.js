export const session = { account: '', token: '' };

/** A refusal of the API (RFC 9457), with its further members. */
export class Refusal extends Error {
  constructor(problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** Calls the API; throws what it refuses. */
export async function call(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: { authorization: `Bearer ${session.token}`, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const answer = response.status === 204 ? null : await response.json();
  if (!response.ok) throw new Refusal(answer);
  return answer;
}

/** The same for a path beneath the account that is shown. */
export const ofAccount = (method, path, body) =>
  call(method, `/v1/accounts/${session.account}/${path}`, body);
