/**
 * Runs the project's CloudWatch Logs Insights queries over records, as far as they use the language (CloudWatch Logs User
 * Guide, "CloudWatch Logs Insights query syntax"). What they do not use is refused, never guessed.
 */

export type LogRecord = Readonly<Record<string, unknown>>;
type Row = Readonly<Record<string, unknown>>;

/** Records in the order in which they were written; each becomes an event with a time of its own. */
export function runQuery(lines: readonly string[], records: readonly LogRecord[]): Row[] {
  const events: Row[] = records.map((record, index) => ({ ...flatten(record), '@timestamp': index }));
  return lines.reduce<Row[]>((rows, line) => command(line)(rows), events);
}

type Command = (rows: readonly Row[]) => Row[];

function command(line: string): Command {
  const [, name = '', rest = ''] = /^(\w+) (.*)$/s.exec(line) ?? [];
  const make = COMMANDS[name];
  if (make) return make(rest);
  throw new Error(`the evaluator does not know the command "${line}"`);
}

const COMMANDS: Readonly<Record<string, (rest: string) => Command>> = {
  filter: (rest) => {
    const tests = rest.split(' and ').map(comparison);
    return (rows) => rows.filter((row) => tests.every((test) => test(row)));
  },
  fields: (rest) => {
    const names = rest.split(/, */);
    return (rows) =>
      rows.map((row) => Object.fromEntries([...names, '@timestamp'].map((name) => [name, row[name]])));
  },
  stats: (rest) => {
    const [what = '', by = ''] = rest.split(/ by (?=[^()]*$)/);
    const keys = by.split(/, */);
    const sums = what.split(/, *(?=\w+\()/).map(aggregation);
    return (rows) =>
      [...Map.groupBy(rows, (row) => JSON.stringify(keys.map((key) => row[key])))].map(([, group]) => ({
        ...Object.fromEntries(keys.map((key) => [key, group[0]?.[key]])),
        ...Object.fromEntries(sums.map(({ alias, of }) => [alias, of(group)])),
      }));
  },
  sort: (rest) => {
    const [name = '', order, ...more] = rest.split(' ');
    if (more.length > 0 || name.endsWith(','))
      throw new Error(`the evaluator sorts by one field only: "${rest}"`);
    return (rows) => rows.toSorted((a, b) => compare(a[name], b[name]) * (order === 'desc' ? -1 : 1));
  },
  limit: (rest) => (rows) => rows.slice(0, Number(rest)),
};

function comparison(text: string): (row: Row) => boolean {
  const [, field = '', operator, literal = ''] = /^([\w.@]+) (=|!=|>) ("[^"]*"|\d+)$/.exec(text) ?? [];
  const wanted = literal === '' ? undefined : JSON.parse(literal);
  if (operator === '=') return (row) => row[field] === wanted;
  // A field that an event lacks is not unequal to anything: such events are left out.
  if (operator === '!=') return (row) => row[field] !== undefined && row[field] !== wanted;
  if (operator === '>') return (row) => Number(row[field]) > Number(wanted);
  throw new Error(`the evaluator does not know the condition "${text}"`);
}

const FUNCTIONS: Readonly<Record<string, (values: readonly unknown[], rows: readonly Row[]) => unknown>> = {
  earliest: (values) => values.find(isThere),
  latest: (values) => values.findLast(isThere),
  count: (_, rows) => rows.length,
  countDistinct: (values) => new Set(values.filter(isThere)).size,
};

function aggregation(text: string) {
  const [, name = '', field = '', alias = ''] = /^(\w+)\(([\w.*]+)\) as (\w+)$/.exec(text) ?? [];
  const compute = FUNCTIONS[name];
  if (!compute) throw new Error(`the evaluator does not know the aggregation "${text}"`);
  if (RESERVED.has(alias)) throw new Error(`the alias "${alias}" is the name of a function or a command`);
  return {
    alias,
    of: (rows: readonly Row[]) =>
      compute(
        rows.map((row) => row[field]),
        rows,
      ),
  };
}

/** As the same guide names them ("Supported commands", "functions"). */
const RESERVED = new Set(
  [
    'abs ceil floor greatest least log sqrt bin datefloor dateceil fromMillis toMillis now',
    'isPresent coalesce isValidIp isValidIpv4 isValidIpv6 isIpInSubnet isIpv4InSubnet isIpv6InSubnet',
    'isempty isblank concat ltrim rtrim trim strlen toupper tolower substr replace strcontains jsonParse jsonStringify',
    'avg count countDistinct max min pct stddev sum earliest latest sortsFirst sortsLast',
    'fields filter stats sort limit parse display dedup unnest pattern diff anomaly unmask filterIndex SOURCE',
    'by as in like and or not asc desc',
  ].flatMap((names) => names.split(' ')),
);

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : Number(String(a) > String(b));
}

/** `cause.code` and the like, as Logs Insights finds them in JSON. */
export function flatten(value: unknown, prefix = ''): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return { [prefix]: value };
  return Object.assign(
    {},
    ...Object.entries(value).map(([name, part]) => flatten(part, prefix ? `${prefix}.${name}` : name)),
  );
}
