import { App } from 'aws-cdk-lib';
import { deploymentOf } from '../lib/deployment.ts';
import { billingStacks } from '../lib/stacks.ts';

const app = new App();
billingStacks(app, deploymentOf(app.node));
