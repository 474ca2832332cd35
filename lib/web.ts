import { Aws, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  type HeadersReferrerPolicy,
  HttpVersion,
  OriginRequestPolicy,
  ResponseHeadersPolicy,
  type ResponseHeadersStrictTransportSecurity,
  S3OriginAccessControl,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import {
  contentSecurityPolicy,
  HTTPS_ONLY_DAYS,
  pageHeaders,
} from '../functions/runtime/security-headers.ts';
import { accessLogsIn, closedBucket } from './buckets.ts';
import type { Deployment } from './deployment.ts';

/** What the pages connect to. */
export interface WebProps {
  readonly deployment: Deployment;
  /** The API's generated host name. */
  readonly apiHost: string;
  /** Other origins that pages connect to: for uploads and sign-in. */
  readonly otherOrigins: readonly string[];
}

/**
 * The dashboard, with the API under the same origin. `bin/publish.ts` builds and uploads its files. The deployment does
 * not, so it needs no custom resource.
 */
export class WebStack extends Stack {
  constructor(scope: Construct, id: string, props: WebProps) {
    super(scope, id, {
      description: 'Billing: the dashboard',
      terminationProtection: props.deployment.keepsData,
    });
    const files = new Bucket(this, 'Files', {
      ...closedBucket(accessLogsIn(this), 'web'),
    });
    const site = new Site(this, 'Site', { ...props, files });
    const { distributionDomainName } = site.distribution;
    const { webDomain } = props.deployment;
    new CfnOutput(this, 'WebUrl', { value: `https://${webDomain?.domainName ?? distributionDomainName}` });
    if (webDomain) new CfnOutput(this, 'WebAliasTarget', { value: distributionDomainName });
    new CfnOutput(this, 'WebBucketName', { value: files.bucketName });
    new CfnOutput(this, 'DistributionId', { value: site.distribution.distributionId });
    const { responseHeadersPolicyId } = uploadHeaders(this, props.deployment);
    new CfnOutput(this, 'UploadsResponseHeadersPolicyId', { value: responseHeadersPolicyId });
  }
}

class Site extends Construct {
  readonly distribution: Distribution;

  constructor(scope: Construct, id: string, props: WebProps & { readonly files: Bucket }) {
    super(scope, id);
    const api = {
      origin: new HttpOrigin(props.apiHost),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      // Responses differ per caller, and the host header must be the API's.
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      responseHeadersPolicy: new ResponseHeadersPolicy(this, 'ApiHeaders', {
        responseHeadersPolicyName: regionalName(props.deployment, 'api'),
        comment: 'Billing: the API',
        securityHeadersBehavior: { contentTypeOptions: { override: true }, strictTransportSecurity },
      }),
    };
    const { webDomain, webAclArn } = props.deployment;
    const originAccessControl = new S3OriginAccessControl(this, 'Access', {
      originAccessControlName: regionalName(props.deployment, 'web'),
    });
    this.distribution = new Distribution(this, 'Distribution', {
      comment: 'Billing: dashboard and API',
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      ...(webDomain && {
        domainNames: [webDomain.domainName],
        certificate: Certificate.fromCertificateArn(this, 'Certificate', webDomain.certificateArn),
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      }),
      ...(webAclArn !== undefined && { webAclId: webAclArn }),
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(props.files as IBucket, { originAccessControl }),
        // Files are uploaded with no-cache, so CloudFront revalidates them by ETag after a second.
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        responseHeadersPolicy: securityHeaders(this, props),
        functionAssociations: [{ function: pagesOf(this), eventType: FunctionEventType.VIEWER_REQUEST }],
      },
      additionalBehaviors: { '/v1/*': api, '/openapi.json': api, '/health': api },
    });
  }
}

/** Returns the index page for every page's path; the browser selects the page from the address. */
const pagesOf = (scope: Construct): EdgeFunction =>
  new EdgeFunction(scope, 'Pages', {
    comment: 'Billing: serves index.html for every page of the dashboard',
    runtime: FunctionRuntime.JS_2_0,
    code: FunctionCode.fromInline(
      [
        'function handler(event) {',
        "  if (!event.request.uri.split('/').pop().includes('.')) event.request.uri = '/index.html';",
        '  return event.request;',
        '}',
      ].join('\n'),
    ),
  });

const strictTransportSecurity: ResponseHeadersStrictTransportSecurity = {
  accessControlMaxAge: Duration.days(HTTPS_ONLY_DAYS),
  includeSubdomains: true,
  override: true,
};

/** CloudFront names are global, so include the region: the same stage may run in two. */
const regionalName = ({ stage }: Deployment, part: string): string =>
  `billing-${stage}-${Aws.REGION}-${part}`;

/**
 * For the distribution that serves uploads, which is not part of this app: an uploaded page runs no scripts and has no
 * access to its origin.
 */
const uploadHeaders = (scope: Construct, deployment: Deployment): ResponseHeadersPolicy =>
  new ResponseHeadersPolicy(scope, 'UploadHeaders', {
    responseHeadersPolicyName: regionalName(deployment, 'uploads'),
    comment: 'Billing: uploaded files',
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy: "default-src 'none'; sandbox", override: true },
      contentTypeOptions: { override: true },
      strictTransportSecurity,
    },
  });

const securityHeaders = (scope: Construct, { deployment, otherOrigins }: WebProps): ResponseHeadersPolicy =>
  new ResponseHeadersPolicy(scope, 'SecurityHeaders', {
    responseHeadersPolicyName: regionalName(deployment, 'web'),
    comment: 'Billing: the dashboard',
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy: contentSecurityPolicy(otherOrigins), override: true },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption[pageHeaders['x-frame-options']], override: true },
      referrerPolicy: {
        referrerPolicy: pageHeaders['referrer-policy'] as HeadersReferrerPolicy,
        override: true,
      },
      strictTransportSecurity,
    },
    customHeadersBehavior: {
      customHeaders: [
        { header: 'permissions-policy', value: pageHeaders['permissions-policy'], override: true },
      ],
    },
  });
