import { run } from './support/run.ts';

const commands = [
  'audit-verify',
  'dlq',
  'e2e',
  'licences',
  'measure',
  'publish',
  'rebuild',
  'teardown',
  'theme-audit',
];

it.each(commands)('%s says how it is called when it does not know an option', async (name) => {
  const { code, lines, errors } = await run(`${name}.ts`, {}, '--nonsense').ended;
  expect({ code, lines }).toEqual({ code: 2, lines: [] });
  expect(errors).toEqual([
    expect.stringContaining("Unknown option '--nonsense'"),
    expect.stringMatching(/^Usage: npm run \S+/),
  ]);
});
