/** The forms of texts that services check and the schemas' database leaves out: the ones that settings reach. */

interface Form {
  readonly property: string;
  readonly form: RegExp;
  /** What takes no other. */
  readonly source: string;
}

export const FORMS: Readonly<Record<string, readonly Form[]>> = {
  'AWS::EC2::SecurityGroup': [
    {
      property: 'GroupDescription',
      form: /^[\w .\-:/()#,@[\]+=&;{}!$*]{1,255}$/,
      source: 'EC2 (API Reference, CreateSecurityGroup)',
    },
  ],
  'AWS::EC2::SecurityGroupIngress': [
    {
      property: 'Description',
      form: /^[\w .\-:/()#,@[\]+=&;{}!$*]{1,255}$/,
      source: 'EC2 (API Reference, IpRange)',
    },
  ],
  'AWS::IAM::Role': [
    {
      property: 'Description',
      form: /^[\t\n\r\x20-\x7e\u00a1-\u00ff]{0,1000}$/,
      source: 'IAM (API Reference, CreateRole)',
    },
  ],
  'AWS::Lambda::Function': [
    { property: 'Description', form: /^.{0,256}$/s, source: 'Lambda (API Reference, CreateFunction)' },
    { property: 'Handler', form: /^\S{1,128}$/, source: 'Lambda (API Reference, CreateFunction)' },
  ],
  'AWS::CloudWatch::Alarm': [
    { property: 'AlarmName', form: /^.{1,255}$/s, source: 'CloudWatch (API Reference, PutMetricAlarm)' },
    {
      property: 'AlarmDescription',
      form: /^.{0,1024}$/s,
      source: 'CloudWatch (API Reference, PutMetricAlarm)',
    },
  ],
  'AWS::CloudWatch::Dashboard': [
    { property: 'DashboardName', form: /^[\w-]{1,255}$/, source: 'CloudWatch (API Reference, PutDashboard)' },
  ],
  'AWS::Logs::QueryDefinition': [
    {
      property: 'Name',
      form: /^[^:*\\]{1,255}$/,
      source: 'CloudWatch Logs (API Reference, PutQueryDefinition)',
    },
  ],
  'AWS::Scheduler::Schedule': [
    {
      property: 'ScheduleExpression',
      form: /^(?:rate\(\d+ (?:minute|hour|day)s?\)|cron\((?:\S+ ){5}\S+\))$/,
      source: 'EventBridge Scheduler (User Guide, "Schedule types")',
    },
  ],
};
