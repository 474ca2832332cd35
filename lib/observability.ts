import { Aws, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  AlarmStatusWidget,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { FilterPattern } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { type Watch, type Watched, watchesOf } from './alarms.ts';
import type { Deployment } from './deployment.ts';
import { countLogLines } from './log-metric.ts';
import { PaymentFailures } from './payment-failures.ts';
import { TokenKeyOutages } from './token-keys.ts';

/** What is monitored, and who is notified. */
export interface ObservabilityProps
  extends Omit<Watched, 'paymentFailures' | 'paymentsNeedAttention' | 'tokenKeyOutages' | 'auditTampering'> {
  readonly deployment: Deployment;
}

/** An alarm for each kind of failure, and one dashboard. */
export class ObservabilityStack extends Stack {
  constructor(scope: Construct, id: string, { deployment, ...props }: ObservabilityProps) {
    super(scope, id, {
      description: 'Billing: alarms and the dashboard',
      terminationProtection: deployment.keepsData,
    });
    const { functions } = props;
    const { metric, attention } = new PaymentFailures(this, 'FailedPayments', functions, deployment.stage);
    const { metric: tokenKeyOutages } = new TokenKeyOutages(this, 'TokenKeys', functions, deployment.stage);
    const watched: Watched = {
      ...props,
      paymentFailures: metric,
      paymentsNeedAttention: attention,
      tokenKeyOutages,
      auditTampering: countLogLines(this, [props.audit.worker], {
        metricName: `AuditTampered-${deployment.stage}`,
        pattern: FilterPattern.stringValue('$.message', '=', 'audit line changed'),
      }),
    };
    const alarms = watchesOf(watched).map((watch) => alarmOf(this, watch));
    if (deployment.alarmEmail !== undefined) {
      const action = new SnsAction(topicFor(this, deployment.alarmEmail));
      for (const alarm of alarms) {
        alarm.addAlarmAction(action);
        alarm.addOkAction(action);
      }
    }
    dashboardOf(this, watched, alarms);
  }
}

const alarmOf = (scope: Construct, watch: Watch): Alarm =>
  new Alarm(scope, watch.name, {
    metric: watch.metric,
    threshold: watch.limit,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods: watch.atOnce ? 1 : 3,
    datapointsToAlarm: watch.atOnce ? 1 : 2,
    treatMissingData: watch.missingIsBad ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    alarmDescription: watch.meaning,
  });

function topicFor(scope: Construct, address: string): Topic {
  const topic = new Topic(scope, 'Alarms', { displayName: 'Billing alarms', enforceSSL: true });
  // `enforceSSL` creates an explicit policy, which replaces the default that lets CloudWatch publish.
  topic.addToResourcePolicy(
    new PolicyStatement({
      actions: ['sns:Publish'],
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
  );
  topic.addSubscription(new EmailSubscription(address));
  return topic;
}

function dashboardOf(scope: Construct, watched: Watched, alarms: readonly Alarm[]): void {
  const { api, functions, queues, deadLetters, table, domainEvents } = watched;
  const graph = (title: string, left: readonly IMetric[]) =>
    new GraphWidget({ title, left: [...left], width: 12 });
  new Dashboard(scope, 'Dashboard', {
    widgets: [
      [new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: 24, height: 6 })],
      [
        graph('Calls', [api.metricCount(), api.metricClientError(), api.metricServerError()]),
        graph('API latency, p99', [api.metricLatency({ statistic: 'p99' })]),
      ],
      [
        graph(
          'Function errors',
          functions.map((one) => one.metricErrors({ label: one.file })),
        ),
        graph(
          'Function duration, p99',
          functions.map((one) => one.metricDuration({ statistic: 'p99', label: one.file })),
        ),
      ],
      [
        graph(
          'Age of the oldest message',
          queues.map(({ queue, worker }) =>
            queue.metricApproximateAgeOfOldestMessage({ label: worker.file }),
          ),
        ),
        graph(
          'Dead-letter queues',
          deadLetters.map((queue) =>
            queue.metricApproximateNumberOfMessagesVisible({ label: queue.node.path }),
          ),
        ),
      ],
      [
        graph('Table, consumed capacity units', [
          table.metricConsumedReadCapacityUnits(),
          table.metricConsumedWriteCapacityUnits(),
        ]),
        graph('Payment failures, published events', [
          watched.paymentFailures,
          domainEvents.relay.metricInvocations(),
        ]),
      ],
    ],
  });
}
