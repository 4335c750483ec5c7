/**
 * Makes `@aws-cdk/aws-ec2-alpha` fit aws-cdk-lib 2.215 and later, whose `IVpc` and `ISubnet` ask for `vpcRef` and
 * `subnetRef`: the alpha module synthesizes with it but lacks these members. To be deleted, with its imports, once
 * a release of the alpha module declares them (`npx tsc` then reports a duplicate).
 */
import { SubnetV2 } from '@aws-cdk/aws-ec2-alpha';
import { VpcV2Base } from '@aws-cdk/aws-ec2-alpha/lib/vpc-v2-base.js';
import type { CfnSubnet, CfnVPC } from 'aws-cdk-lib/aws-ec2';

type VPCReference = CfnVPC['vpcRef'];
type SubnetReference = CfnSubnet['subnetRef'];

declare module '@aws-cdk/aws-ec2-alpha/lib/vpc-v2-base.js' {
  interface VpcV2Base {
    readonly vpcRef: VPCReference;
  }
  interface IVpcV2 {
    readonly vpcRef: VPCReference;
  }
}

declare module '@aws-cdk/aws-ec2-alpha/lib/subnet-v2.js' {
  interface SubnetV2 {
    readonly subnetRef: SubnetReference;
  }
}

Object.defineProperty(VpcV2Base.prototype, 'vpcRef', {
  get(this: VpcV2Base): VPCReference {
    return { vpcId: this.vpcId };
  },
});

Object.defineProperty(SubnetV2.prototype, 'subnetRef', {
  get(this: SubnetV2): SubnetReference {
    return { subnetId: this.subnetId };
  },
});
