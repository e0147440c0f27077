import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { DeploymentConfig } from '../deployment-config.ts';

/** How every log group of a deployment is kept. */
export interface LogSettings {
  readonly key: IKey;
  readonly retention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
}

const retentions: Readonly<Record<DeploymentConfig['logRetentionDays'], RetentionDays>> = {
  7: RetentionDays.ONE_WEEK,
  14: RetentionDays.TWO_WEEKS,
  30: RetentionDays.ONE_MONTH,
  90: RetentionDays.THREE_MONTHS,
  180: RetentionDays.SIX_MONTHS,
  365: RetentionDays.ONE_YEAR,
  731: RetentionDays.TWO_YEARS,
};

export function logSettings(config: DeploymentConfig, key: IKey): LogSettings {
  return {
    key,
    retention: retentions[config.logRetentionDays],
    removalPolicy: config.removal === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  };
}

/** A log group of the deployment: encrypted, kept for its time, without a name of its own. */
export function encryptedLog(scope: Construct, id: string, { key, retention, removalPolicy }: LogSettings): LogGroup {
  return new LogGroup(scope, id, { encryptionKey: key, retention, removalPolicy });
}
