/**
 * Replaces `@aws-sdk/endpoint-cache` and its dependencies. Every DynamoDB client creates one, but uses it only with
 * endpoint discovery, which is off.
 */
export class EndpointCache {
  get(): undefined {
    return undefined;
  }
}
