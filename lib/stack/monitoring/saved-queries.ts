/** Saves the queries in CloudWatch Logs Insights, in a folder named after the stack. */
import { CfnQueryDefinition, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { QUERIES, type Query } from './queries.ts';

export interface LogSources {
  readonly probeLogGroups: readonly ILogGroup[];
  /** Null for an existing VPC. */
  readonly flowLogGroup: ILogGroup | null;
}

export class SavedQueries extends Construct {
  constructor(scope: Construct, id: string, sources: LogSources) {
    super(scope, id);
    for (const query of QUERIES.filter((each) => logGroupNames(each, sources).length > 0)) {
      new CfnQueryDefinition(this, query.name.replaceAll(/\W/g, ''), {
        name: `${Stack.of(this).stackName}/${query.name}`,
        logGroupNames: logGroupNames(query, sources),
        queryString: query.lines.join('\n| '),
      });
    }
  }
}

/** The log groups that a query reads. */
export function logGroupNames({ source }: Query, { probeLogGroups, flowLogGroup }: LogSources): string[] {
  const groups = source === 'probes' ? probeLogGroups : [flowLogGroup ?? []].flat();
  return groups.map(({ logGroupName }) => logGroupName);
}
