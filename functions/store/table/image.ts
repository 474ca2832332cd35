import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** An item as a stream's event holds it. */
export type Image = Readonly<Record<string, AttributeValue>>;
