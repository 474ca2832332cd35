import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { S3Client } from '@aws-sdk/client-s3';
import { optionsOf } from './options.ts';
import { emptyBucket } from './teardown/buckets.ts';
import { destroyAll } from './teardown/destroy.ts';
import { bucketsOf, stacksOf } from './teardown/stacks.ts';

/** The only stage that may be removed. All others retain their data by removal policy. */
const DISPOSABLE = 'dev';
/** S3 may still deliver an access log into a bucket that was just emptied. */
const ROUNDS = 3;

const cloudFormation = new CloudFormationClient({ maxAttempts: 5 });
const s3 = new S3Client({ maxAttempts: 5 });

/**
 * `npm run teardown -- --stage dev`: empties and removes everything of a stage. A repeated run continues where it
 * stopped.
 */
async function teardown(stage: string | undefined): Promise<void> {
  if (stage !== DISPOSABLE)
    throw new Error(
      `Only the stage ${DISPOSABLE} may be torn down, and it must be named: npm run teardown -- --stage ${DISPOSABLE}.`,
    );
  for (let round = 1; round <= ROUNDS; round += 1) {
    const stacks = await stacksOf(cloudFormation, stage);
    if (stacks.length === 0) {
      console.log(`All stacks of the stage ${stage} are removed.`);
      return;
    }
    for (const stack of stacks)
      for (const bucket of await bucketsOf(cloudFormation, stack))
        console.log(`${bucket}: ${await emptyBucket(s3, bucket)} objects removed`);
    await destroyAll(stage);
  }
  const remaining = await stacksOf(cloudFormation, stage);
  if (remaining.length > 0)
    throw new Error(
      `${remaining.join(', ')} could not be removed. See the events of CloudFormation, then run the command again.`,
    );
  console.log(`All stacks of the stage ${stage} are removed.`);
}

const { values } = optionsOf('npm run teardown -- --stage dev', { options: { stage: { type: 'string' } } });

teardown(values.stage).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
