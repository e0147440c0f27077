import { Resource } from 'aws-cdk-lib';
import type { ITable, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IVpc, Vpc } from 'aws-cdk-lib/aws-ec2';
import type { Cluster, ICluster } from 'aws-cdk-lib/aws-ecs';
import type { Bucket, IBucket } from 'aws-cdk-lib/aws-s3';
import { assert } from '../../model/fault.ts';

/*
 * The CDK's classes declare some optional members with `| undefined`, its interfaces without; under
 * exactOptionalPropertyTypes the compiler then takes no Bucket for an IBucket, though the class implements it. These
 * functions say so in one place instead of in casts at every use.
 */
const implementsInterface = <Interface>(value: unknown): value is Interface => value instanceof Resource;

function seen<Interface>(value: unknown): Interface {
  assert(implementsInterface<Interface>(value), 'a CDK resource');
  return value;
}

export const asVpc = (vpc: Vpc): IVpc => seen<IVpc>(vpc);
export const asBucket = (bucket: Bucket): IBucket => seen<IBucket>(bucket);
export const asTable = (table: Table): ITable => seen<ITable>(table);
export const asCluster = (cluster: Cluster): ICluster => seen<ICluster>(cluster);
