import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** An item in a stream's event. */
export type Image = Readonly<Record<string, AttributeValue>>;
