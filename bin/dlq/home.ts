import type { Message } from '@aws-sdk/client-sqs';
import type { DeadLetterOf } from '../../functions/queue/dead-letters.ts';

/** The stacks' names of the queues whose workers set messages aside. */
const names: Readonly<Record<DeadLetterOf | 'usage', string>> = {
  usage: 'UsageQueue',
  uploads: 'UploadsQueue',
  themes: 'ThemesValidationQueue',
  transcoding: 'TranscodingQueue',
  'access-logs': 'DeliveryQueue',
  'mail-feedback': 'FeedbackQueue',
};

export type Home = { readonly url: string } | { readonly why: string };

/** Returns the queue of a dead letter, among the URLs of queues that use this dead-letter queue. */
export function homeOf(
  { Attributes = {}, MessageAttributes = {} }: Message,
  sources: readonly string[],
): Home {
  const named = MessageAttributes.queue?.StringValue ?? '';
  const arn = Attributes.DeadLetterQueueSourceArn ?? MessageAttributes.TARGET_ARN?.StringValue;
  if (named === 'relay') return { why: 'it is a change of the table that could not be published.' };
  if (named === '' && arn === undefined)
    return { why: 'nothing says where it is from: a change of the table that could not be told, perhaps.' };
  const part = Object.hasOwn(names, named) ? names[named as keyof typeof names] : undefined;
  const url = sources.find((source) => {
    const name = source.split('/').at(-1) ?? '';
    return arn?.split(':').at(-1) === name || (part !== undefined && name.includes(part));
  });
  return url === undefined ? { why: `${arn ?? named} is not a queue of this stack.` } : { url };
}
