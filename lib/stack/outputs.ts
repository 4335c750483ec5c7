/** What a user and the command line need to know about a deployed stack. */
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnOutput, Fn, type Stack } from 'aws-cdk-lib/core';
import { OUTPUTS } from '../../lambda/report/stack-contract.ts';

interface OutputsProps {
  readonly functions: readonly LambdaFunction[];
  readonly logGroups: readonly ILogGroup[];
  /** Null for an existing VPC. */
  readonly flowLogGroup: ILogGroup | null;
}

export function addOutputs(stack: Stack, { functions, logGroups, flowLogGroup }: OutputsProps): void {
  const [first] = functions;
  const output = (name: string, description: string, value: string) =>
    new CfnOutput(stack, name, { description, value });
  const functionNames = functions.map(({ functionName }) => functionName);
  output(OUTPUTS.functionNames, 'the probe functions, one per private subnet', Fn.join(',', functionNames));
  output(
    OUTPUTS.logGroupNames,
    'their log groups',
    Fn.join(
      ',',
      logGroups.map(({ logGroupName }) => logGroupName),
    ),
  );
  if (flowLogGroup) output(OUTPUTS.flowLogGroupName, "the VPC's flow logs", flowLogGroup.logGroupName);
  output(
    OUTPUTS.invokeCommand,
    'probes from the first private subnet and prints the report',
    `aws lambda invoke --region ${stack.region} --function-name ${first?.functionName} --cli-binary-format raw-in-base64-out --payload '{}' /dev/stdout`,
  );
  output(
    OUTPUTS.logsConsoleUrl,
    'the log groups in the CloudWatch console',
    `https://${stack.region}.console.aws.amazon.com/cloudwatch/home?region=${stack.region}#logsV2:log-groups$3FlogGroupNameFilter$3D${stack.stackName}`,
  );
}
