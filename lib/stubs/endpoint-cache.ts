/**
 * Stands in for `@aws-sdk/endpoint-cache`, and the ordered maps that it brings: it is made with each client of
 * DynamoDB, and asked only where endpoint discovery is switched on, which it is not.
 */
export class EndpointCache {
  get(): undefined {
    return undefined;
  }
}
