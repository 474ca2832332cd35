import type { Answered } from './local-stack.ts';
import { problemType } from './service.ts';

/** The problem as a whole: nothing else stands in it. */
export function expectProblem(
  answer: Answered,
  status: number,
  slug: string,
  paths?: readonly string[],
): void {
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.body).toEqual({
    type: problemType(slug),
    title: expect.any(String),
    status,
    detail: expect.stringMatching(/\w{3}/),
    instance: expect.stringMatching(/^\//),
    requestId: expect.any(String),
    ...(paths ? { errors: paths.map((path) => ({ path, detail: expect.stringMatching(/\w/) })) } : {}),
  });
  expect(answer.status).toBe(status);
}
