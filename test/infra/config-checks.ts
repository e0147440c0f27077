import { describe, expect, test } from 'vitest';
import { decodeDeploymentConfig } from '../../lib/infra/deployment-config.ts';

const database = {
  name: 'shop',
  side: 'source',
  host: 'db.example',
  port: 1521,
  cidr: '10.1.2.3/32',
  secretArn: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:shop-AbCdEf',
};

describe('the deployment config', () => {
  test('has a default for everything', () => {
    const config = decodeDeploymentConfig({});
    expect(config).toMatchObject({
      name: 'Seaward',
      network: { kind: 'new', zones: 2 },
      databases: [],
      gateDays: 30,
      removal: 'retain',
      workers: { capture: { cpu: 1024, memoryMb: 2048 }, build: { cpu: 256, memoryMb: 512 } },
    });
  });

  test.each([
    ['an unknown key', { nmae: 'X' }, 'nmae'],
    ['a lower-case name', { name: 'seaward' }, 'name:'],
    ['a database twice', { databases: [database, database] }, 'databases.1.name: shop is named twice'],
    [
      'a database with both ways in',
      { databases: [{ ...database, securityGroupId: 'sg-0123456789abcdef0' }] },
      'exactly one',
    ],
    ['a database with neither', { databases: [{ ...database, cidr: undefined }] }, 'exactly one'],
    ['the whole internet as a database', { databases: [{ ...database, cidr: '0.0.0.0/0' }] }, 'whole internet'],
    [
      'a size Fargate does not sell',
      { workers: { capture: { cpu: 256, memoryMb: 8192 } } },
      'workers.capture.memoryMb',
    ],
    [
      'fewer subnets than zones',
      {
        network: {
          kind: 'existing',
          vpcId: 'vpc-0123456789abcdef0',
          cidr: '10.0.0.0/16',
          availabilityZones: ['eu-central-1a', 'eu-central-1b'],
          subnetIds: ['subnet-0123456789abcdef0'],
        },
      },
      'one private subnet per availability zone',
    ],
  ])('refuses %s and says where', (_, input, message) => {
    expect(() => decodeDeploymentConfig(input)).toThrow(message);
  });

  test('lists every problem at once', () => {
    expect(() => decodeDeploymentConfig({ name: 'x', gateDays: 0 })).toThrow(/name:[\s\S]*gateDays:/);
  });
});
