import type { Exception } from './exceptions.ts';
import type { Results } from './suite.ts';

/**
 * Prints how many tests ran, and which did not with the reason. Returns false unless all passed or are named
 * exceptions. Exceptions without a test and tests skipped without an exception are failures, too.
 */
export function printOutcome(
  { tests, broken }: Results,
  exceptions: readonly Exception[],
  { isWhole }: { readonly isWhole: boolean },
): boolean {
  const titled = (status: string) => tests.filter((test) => test.status === status).map(({ title }) => title);
  const [passed, failed, skipped] = [titled('passed'), titled('failed'), titled('pending')];
  const excepted = new Map(exceptions.map(({ test, reason }) => [test, reason]));
  const all = tests.map(({ title }) => title);
  const complaints = [
    ...broken.map((file) => `${file} could not be run.`),
    ...tests.filter(({ status }) => status === 'failed').map(({ fullName }) => `failed: ${fullName}`),
    ...skipped.filter((title) => !excepted.has(title)).map((title) => `skipped without a reason: ${title}`),
    ...all
      .filter((title, index) => all.indexOf(title) !== index)
      .map((title) => `two tests are called: ${title}`),
    ...(isWhole ? [...excepted.keys()] : [])
      .filter((title) => !all.includes(title))
      .map((title) => `an exception for no test: ${title}`),
    ...(passed.length === 0 ? ['No test ran.'] : []),
  ];
  if (skipped.length > 0) console.log('\nNot run here:');
  for (const title of skipped) console.log(`  ${title}\n    ${excepted.get(title) ?? 'for no reason'}`);
  if (complaints.length > 0) console.log(`\n${complaints.join('\n')}`);
  console.log(
    `\n${passed.length} passed, ${failed.length + broken.length} failed, ${skipped.length} skipped`,
  );
  return complaints.length === 0;
}
