import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { type AccountId, isAccountId } from '../domain/accounts.ts';
import { secondsOfJob, TRANSCODING_METER, TRANSCODING_SOURCE } from '../domain/metering/transcoding.ts';
import { RESERVATION_ID, settlementOf } from '../domain/storage/reservations.ts';
import { archiveCounted, enqueueUsage } from '../queue/usage.ts';
import { now } from '../runtime/clock.ts';
import { log } from '../runtime/log.ts';
import { findReservation, settleReservation } from '../store/storage/reservations.ts';
import { type FinishedJob, readJobEvent } from './job-events.ts';
import { eachMessage, readOr, Unusable } from './messages.ts';

/**
 * Counts finished transcoding jobs for the account in the job's user metadata, once per job. A job with a reservation
 * settles it.
 */
export const handler = (event: SQSEvent): Promise<SQSBatchResponse> =>
  eachMessage('transcoding', event, async (body) => {
    const job = readOr('a job event', () => readJobEvent(body));
    if (job) await countJob(job);
  });

async function countJob(job: FinishedJob): Promise<void> {
  const { jobId, account, reservationId } = job;
  if (account === undefined || !isAccountId(account))
    throw new Unusable(`Job ${jobId} names no account in its user metadata: ${account ?? 'nothing'}.`);
  const amount = secondsOfJob(job.milliseconds);
  const isSettled = reservationId !== undefined && (await settle(account, reservationId, amount, jobId));
  if (!isSettled) await addUsage(account, job, amount);
  log.info('job counted', { jobId, account, reservationId, seconds: amount });
}

/** Returns false if the reservation was released. Then it counted nothing, and the job is counted separately. */
async function settle(account: AccountId, id: string, amount: number, jobId: string): Promise<boolean> {
  const reservation = RESERVATION_ID.test(id) ? await findReservation(account, id) : undefined;
  if (!reservation) throw new Unusable(`Job ${jobId} names a reservation that ${account} has not: ${id}.`);
  const { meter } = reservation;
  const settled = await settleReservation(account, meter, id, amount, now());
  if (settled.kind === 'refused')
    throw new Unusable(`Job ${jobId} would lift the sum of ${meter.name} beyond 2^53 - 1.`);
  if (settled.amount !== amount) log.warn('reservation already settled', { jobId, id, amount, settled });
  if (settled.amount === 0 && amount > 0) return false;
  await archiveCounted({ account, meter: meter.name, ...settlementOf(id, settled.amount) });
  return true;
}

async function addUsage(account: AccountId, { jobId, at }: FinishedJob, amount: number): Promise<void> {
  if (amount === 0) return;
  await enqueueUsage([
    { account, meter: TRANSCODING_METER, source: TRANSCODING_SOURCE, id: jobId, at, amount },
  ]);
}
