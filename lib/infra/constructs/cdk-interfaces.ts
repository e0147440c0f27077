import { type ITable, Table } from 'aws-cdk-lib/aws-dynamodb';
import { type IVpc, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Cluster, type ICluster } from 'aws-cdk-lib/aws-ecs';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { assert } from '../../model/fault.ts';

/*
 * The CDK's classes declare some optional members with `| undefined`, its interfaces without; under
 * exactOptionalPropertyTypes the compiler then takes no Bucket for an IBucket, though the class implements it. These
 * functions say so in one place instead of in casts at every use.
 */
const isVpc = (value: unknown): value is IVpc => value instanceof Vpc;
const isBucket = (value: unknown): value is IBucket => value instanceof Bucket;
const isTable = (value: unknown): value is ITable => value instanceof Table;
const isCluster = (value: unknown): value is ICluster => value instanceof Cluster;

export function asVpc(vpc: unknown): IVpc {
  assert(isVpc(vpc), 'a Vpc');
  return vpc;
}

export function asBucket(bucket: unknown): IBucket {
  assert(isBucket(bucket), 'a Bucket');
  return bucket;
}

export function asTable(table: unknown): ITable {
  assert(isTable(table), 'a Table');
  return table;
}

export function asCluster(cluster: unknown): ICluster {
  assert(isCluster(cluster), 'a Cluster');
  return cluster;
}
