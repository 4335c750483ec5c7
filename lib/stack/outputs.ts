/** What a user and the command line need to know about a deployed stack. */
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnOutput, Fn, type Stack } from 'aws-cdk-lib/core';
import { consoleHost } from '../../lambda/report/partitions.ts';
import { OUTPUTS } from '../../lambda/report/stack-contract.ts';

interface OutputsProps {
  readonly functions: readonly LambdaFunction[];
  readonly logGroups: readonly ILogGroup[];
  /** Null for an existing VPC. */
  readonly flowLogGroup: ILogGroup | null;
  /** Null where there is none. */
  readonly dashboardName: string | null;
}

export function addOutputs(
  stack: Stack,
  { functions, logGroups, flowLogGroup, dashboardName }: OutputsProps,
): void {
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
    'probes from the first private subnet and prints the report, for example for | jq .summary',
    // The command writes the answer to a file, and what Lambda says about it to standard output: they change places.
    `aws lambda invoke --region ${stack.region} --function-name ${first?.functionName} --cli-binary-format raw-in-base64-out --payload '{}' /dev/fd/3 3>&1 >/dev/null`,
  );
  const consoleUrl = consoleUrlOf(stack);
  if (consoleUrl === null) return;
  const logs = `${consoleUrl}#logsV2:log-groups$3FlogGroupNameFilter$3D${stack.stackName}`;
  output(OUTPUTS.logsConsoleUrl, 'the log groups in the CloudWatch console', logs);
  if (dashboardName === null) return;
  output(OUTPUTS.dashboardUrl, 'the dashboard', `${consoleUrl}#dashboards/dashboard/${dashboardName}`);
}

function consoleUrlOf({ region }: Stack): string | null {
  const host = consoleHost(region);
  return host && `https://${host}/cloudwatch/home?region=${region}`;
}
