import { Validations } from 'aws-cdk-lib';
import {
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  type ISubnet,
  type IVpc,
  FlowLogDestination,
  FlowLogTrafficType,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { encryptedLog, type LogSettings } from './log-settings.ts';
import { asVpc } from './cdk-interfaces.ts';
import type { DatabaseConfig, DeploymentConfig, InterfaceEndpointName, NetworkConfig } from '../deployment-config.ts';

export interface NetworkProps {
  readonly config: DeploymentConfig;
  readonly logs: LogSettings;
}

const endpointServices: Readonly<Record<InterfaceEndpointName, InterfaceVpcEndpointAwsService>> = {
  secretsmanager: InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
  states: InterfaceVpcEndpointAwsService.STEP_FUNCTIONS,
  logs: InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
  'ecr.api': InterfaceVpcEndpointAwsService.ECR,
  'ecr.dkr': InterfaceVpcEndpointAwsService.ECR_DOCKER,
};

/** Where everything lives that speaks to a database: a VPC of its own without a way to the internet, or yours. */
export class Network extends Construct {
  readonly vpc: IVpc;
  readonly subnets: readonly ISubnet[];
  /** Functions and tasks: out to the configured databases and to AWS over HTTPS, in from nobody. */
  readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const { network } = props.config;
    this.vpc = network.kind === 'new' ? asVpc(this.newVpc(network, props)) : this.existingVpc(network);
    this.subnets = this.vpc.isolatedSubnets.length > 0 ? this.vpc.isolatedSubnets : this.vpc.privateSubnets;
    this.securityGroup = new SecurityGroup(this, 'Work', {
      vpc: this.vpc,
      description: 'Seaward functions and workers: out to the databases of the deployment config',
      allowAllOutbound: false,
    });
    for (const database of props.config.databases) this.allow(database);
    this.allowAws(props.config);
    this.endpoints(network);
  }

  private newVpc(network: Extract<NetworkConfig, { kind: 'new' }>, props: NetworkProps): Vpc {
    const vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr(network.cidr),
      maxAzs: network.zones,
      natGateways: 0,
      subnetConfiguration: [{ name: 'work', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }],
      restrictDefaultSecurityGroup: false,
    });
    vpc.addFlowLog('FlowLog', {
      destination: FlowLogDestination.toCloudWatchLogs(encryptedLog(this, 'FlowLogGroup', props.logs)),
      trafficType: FlowLogTrafficType.REJECT,
    });
    return vpc;
  }

  private existingVpc(network: Extract<NetworkConfig, { kind: 'existing' }>): IVpc {
    const routed = network.routeTableIds.length > 0;
    const vpc = Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId: network.vpcId,
      vpcCidrBlock: network.cidr,
      availabilityZones: [...network.availabilityZones],
      privateSubnetIds: [...network.subnetIds],
      ...(routed ? { privateSubnetRouteTableIds: [...network.routeTableIds] } : {}),
    });
    if (!routed) {
      Validations.of(vpc).acknowledge({
        id: '@aws-cdk/aws-ec2:noSubnetRouteTableId',
        reason: 'Route tables are only needed for gateway endpoints, which this VPC brings itself.',
      });
    }
    return vpc;
  }

  private allow(database: DatabaseConfig): void {
    const peer =
      database.securityGroupId === undefined
        ? Peer.ipv4(database.cidr ?? '')
        : Peer.securityGroupId(database.securityGroupId);
    this.securityGroup.addEgressRule(peer, Port.tcp(database.port), `${database.side} ${database.name}`);
  }

  /** HTTPS to AWS: to its prefix lists and the endpoints' own network, else anywhere the routes lead. */
  private allowAws(config: DeploymentConfig): void {
    const https = Port.tcp(443);
    if (config.prefixLists.length === 0) {
      this.securityGroup.addEgressRule(Peer.anyIpv4(), https, 'AWS services by HTTPS; routes bound it');
      return;
    }
    for (const list of config.prefixLists)
      this.securityGroup.addEgressRule(Peer.prefixList(list), https, 'S3, DynamoDB');
    this.securityGroup.addEgressRule(Peer.ipv4(config.network.cidr), https, 'Interface endpoints');
  }

  private endpoints(network: NetworkConfig): void {
    if (network.kind === 'new' || network.routeTableIds.length > 0) {
      this.vpc.addGatewayEndpoint('S3', { service: GatewayVpcEndpointAwsService.S3 });
      this.vpc.addGatewayEndpoint('DynamoDb', { service: GatewayVpcEndpointAwsService.DYNAMODB });
    }
    if (network.interfaceEndpoints.length === 0) return;
    const securityGroup = new SecurityGroup(this, 'Endpoints', {
      vpc: this.vpc,
      description: 'Seaward interface endpoints: HTTPS from functions and workers',
      allowAllOutbound: false,
    });
    securityGroup.addIngressRule(this.securityGroup, Port.tcp(443), 'Functions and workers');
    for (const name of network.interfaceEndpoints) {
      this.vpc.addInterfaceEndpoint(`Endpoint-${name.replace('.', '-')}`, {
        service: endpointServices[name],
        subnets: { subnets: [...this.subnets] },
        securityGroups: [securityGroup],
        open: false,
        privateDnsEnabled: true,
      });
    }
  }
}
