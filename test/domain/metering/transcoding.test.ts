import { secondsOfJob } from '../../../functions/domain/metering/transcoding.ts';

it.each([
  [[], 0],
  [[1], 1],
  [[1_000], 1],
  [[1_001], 2],
  // A started second counts once for the job, not once for each output.
  [[400, 400, 400], 2],
  [[60_000, 60_000], 120],
] as const)('counts outputs of %j ms as %i s', (outputs, seconds) => {
  expect(secondsOfJob(outputs)).toBe(seconds);
});
