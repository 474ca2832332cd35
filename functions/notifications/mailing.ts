import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { AccountId } from '../domain/accounts.ts';
import type { Instant } from '../domain/time.ts';
import { optionalSetting, setting } from '../runtime/config.ts';
import { log } from '../runtime/log.ts';
import { claimMail, findContact, recordSent, releaseMailClaim } from '../store/notifications/mail.ts';
import { findSuppression } from '../store/notifications/suppressions.ts';
import type { Mail } from './mail.ts';

/** One attempt: a retry after a lost response would send a second mail. The queue retries failures. */
const ses = new SESv2Client({ maxAttempts: 1 });

class MailUnderWay extends Error {
  override name = 'MailUnderWay';
}

/**
 * Sends a mail to the account's contact, once per `id`. Sends nothing if the deployment has no sender, the account has
 * no contact, or the address is suppressed. A crash between sending and recording may send it twice; it is never lost.
 * Throws while another call is sending it.
 */
export async function mailOnce(account: AccountId, id: string, mail: Mail, now: Instant): Promise<void> {
  if (optionalSetting('mailSender') === undefined) return;
  const to = await findContact(account);
  if (to === null) return;
  const suppression = await findSuppression(to);
  if (suppression) {
    log.info('mail skipped', { account, id, cause: suppression.cause });
    return;
  }
  const claim = await claimMail(account, id, now);
  if (claim.kind === 'sent') return;
  if (claim.kind === 'being-sent') throw new MailUnderWay(`The mail about ${id} is being sent.`);
  try {
    await send(account, to, mail);
  } catch (error) {
    await releaseMailClaim(account, id, claim.by);
    throw error;
  }
  await recordSent(account, id, now);
  log.info('mail sent', { account, id });
}

const send = (account: AccountId, to: string, { subject, text }: Mail) =>
  ses.send(
    new SendEmailCommand({
      FromEmailAddress: setting('mailSender'),
      ConfigurationSetName: optionalSetting('mailConfigurationSet'),
      // SES returns the tag with bounces and complaints.
      EmailTags: [{ Name: 'account', Value: account }],
      Destination: { ToAddresses: [to] },
      Content: {
        Simple: {
          Subject: { Data: subject, Charset: 'UTF-8' },
          Body: { Text: { Data: text, Charset: 'UTF-8' } },
        },
      },
    }),
  );
