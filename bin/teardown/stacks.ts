import {
  type CloudFormationClient,
  paginateDescribeStacks,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';

/** Returns the names of a stage's existing stacks. */
export async function stacksOf(client: CloudFormationClient, stage: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { Stacks = [] } of paginateDescribeStacks({ client }, {}))
    names.push(...Stacks.flatMap(({ StackName = '' }) => StackName));
  return names.filter((name) => name.startsWith(`billing-${stage}-`));
}

/** Returns the buckets of a stack. CloudFormation removes only empty ones. */
export async function bucketsOf(client: CloudFormationClient, stack: string): Promise<string[]> {
  const buckets: string[] = [];
  for await (const { StackResourceSummaries = [] } of paginateListStackResources(
    { client },
    { StackName: stack },
  ))
    for (const { ResourceType, ResourceStatus, PhysicalResourceId } of StackResourceSummaries)
      if (ResourceType === 'AWS::S3::Bucket' && ResourceStatus !== 'DELETE_COMPLETE' && PhysicalResourceId)
        buckets.push(PhysicalResourceId);
  return buckets;
}
