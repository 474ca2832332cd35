import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CloudFormationClient,
  CreateStackCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import type { Ministack } from './server.ts';
import { clientTo, noLonger } from './workarounds.ts';

const PROVIDER_URL = /\{"Fn::GetAtt":\["(\w+)","ProviderURL"\]\}/g;

/**
 * Replaces the attribute `ProviderURL`, which MiniStack's user pools lack, with its value on AWS, in every template of
 * an assembly. Throws if MiniStack has the attribute by now.
 */
export async function fixTemplates(ministack: Ministack, assembly: string): Promise<void> {
  if (await hasProviderUrl(ministack)) throw noLonger('the ProviderURL of a user pool');
  const names = (await readdir(assembly)).filter((name) => name.endsWith('.template.json'));
  for (const name of names) {
    const path = join(assembly, name);
    const template = JSON.stringify(JSON.parse(await readFile(path, 'utf8')));
    const fixed = template.replace(
      PROVIDER_URL,
      '{"Fn::Join":["",["https://cognito-idp.",{"Ref":"AWS::Region"},".amazonaws.com/",{"Ref":"$1"}]]}',
    );
    if (fixed !== template) await writeFile(path, fixed);
  }
}

/** Whether MiniStack can create a stack that outputs the attribute. */
async function hasProviderUrl(ministack: Ministack): Promise<boolean> {
  const client = new CloudFormationClient(clientTo(ministack));
  const StackName = 'provider-url';
  const template = {
    Resources: { Pool: { Type: 'AWS::Cognito::UserPool' } },
    Outputs: { ProviderUrl: { Value: { 'Fn::GetAtt': ['Pool', 'ProviderURL'] } } },
  };
  try {
    await client.send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify(template) }));
    await waitUntilStackCreateComplete({ client, maxWaitTime: 30, minDelay: 1 }, { StackName });
    return true;
  } catch {
    return false;
  } finally {
    client.destroy();
  }
}
