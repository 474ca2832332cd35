import { exceptions } from '../../../bin/e2e/exceptions.ts';
import { target } from './target.ts';

/** A test that runs on every target, save those on which it is excepted by its name, with a reason. */
export function promise(name: string, test: () => Promise<void>, seconds = 60): void {
  const isExcepted = exceptions[target].some((exception) => exception.test === name);
  (isExcepted ? it.skip : it)(name, test, seconds * 1_000);
}
