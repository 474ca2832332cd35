import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { default: Sequencer } = require('@jest/test-sequencer');

/** Months pass quickly while few accounts have daily work: the file that lets them pass comes first. */
export default class MonthsFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => `${path.endsWith('/months.e2e.ts') ? 0 : 1} ${path}`;
    return [...tests].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  }
}
