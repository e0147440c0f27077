import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { stateTable } from '../../model/state-table.ts';
import type { DeploymentConfig } from '../deployment-config.ts';

export interface StateStackProps extends StackProps {
  readonly config: DeploymentConfig;
}

/**
 * What a migration must never lose: the table of the project store, the bucket of specs, plans, manifests, segments and
 * reports, and the key of both. Apart from everything that is replaced by an upgrade.
 */
export class StateStack extends Stack {
  readonly key: Key;
  readonly table: Table;
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: StateStackProps) {
    super(scope, id, { ...props, terminationProtection: props.config.removal === 'retain' });
    const retained = props.config.removal === 'retain';
    const removalPolicy = retained ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    this.key = new Key(this, 'Key', {
      description: `State of ${props.config.name}: table, bucket, logs`,
      enableKeyRotation: true,
      removalPolicy,
    });
    this.key.addToResourcePolicy(this.logsMayEncrypt());
    this.table = new Table(this, 'Table', {
      partitionKey: { name: stateTable.partitionKey, type: AttributeType.STRING },
      sortKey: { name: stateTable.sortKey, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: retained,
      removalPolicy,
    });
    // Sparse: only project, open-gate and undelivered-answer items carry these attributes.
    this.table.addGlobalSecondaryIndex({
      indexName: stateTable.index,
      partitionKey: { name: stateTable.indexPartitionKey, type: AttributeType.STRING },
      sortKey: { name: stateTable.indexSortKey, type: AttributeType.STRING },
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: [...stateTable.indexAttributes],
    });
    this.bucket = this.stateBucket(removalPolicy);
  }

  private stateBucket(removalPolicy: RemovalPolicy): Bucket {
    const bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      versioned: true,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy,
      // Nothing expires by age: only the Janitor knows whether a consumer still needs a segment.
      lifecycleRules: [
        { id: 'incomplete-uploads', abortIncompleteMultipartUploadAfter: Duration.days(7) },
        { id: 'old-versions', noncurrentVersionExpiration: Duration.days(30) },
      ],
    });
    // Project files dropped under projects/ reach Operate through EventBridge. The high-level switch would add a function.
    const resource = bucket.node.defaultChild;
    if (resource instanceof CfnBucket) {
      resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
    }
    return bucket;
  }

  private logsMayEncrypt(): PolicyStatement {
    return new PolicyStatement({
      principals: [new ServicePrincipal(`logs.${this.region}.amazonaws.com`)],
      actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      resources: ['*'],
      conditions: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': `arn:${this.partition}:logs:${this.region}:${this.account}:*`,
        },
      },
    });
  }
}
