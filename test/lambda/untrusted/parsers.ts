/** Every function of the probe and of the judge that reads a stranger's text, as a function of that text. */
import { redirectIn } from '../../../lambda/probe/attempts/redirects.ts';
import { parseEvent } from '../../../lambda/probe/event.ts';
import { requireAllowedHost } from '../../../lambda/probe/net/guarded-lookup.ts';
import { describeError, recordAnswer, startOperation } from '../../../lambda/probe/observe.ts';
import { tokenUrl } from '../../../lambda/probe/registry/challenge.ts';
import { ecrApiOf } from '../../../lambda/probe/registry/ecr.ts';
import { passwordIn } from '../../../lambda/probe/registry/ecr-answer.ts';
import { nextIn, tokenIn } from '../../../lambda/probe/registry/manifest.ts';
import {
  readEntries,
  readPrefixListsOfServices,
  readRouteTables,
} from '../../../lambda/probe/witness/ec2-xml.ts';
import { isInside } from '../../../lambda/report/addresses.ts';
import type { OperationEvidence } from '../../../lambda/report/evidence.ts';
import { imageIn } from '../../../lambda/report/image-name.ts';
import { causeOf } from '../../../lambda/report/judge/causes.ts';
import { classify } from '../../../lambda/report/judge/classify.ts';
import { failureOf } from '../../../lambda/report/judge/failure.ts';
import { judgeTarget } from '../../../lambda/report/judge/judge-target.ts';
import { readEcho } from '../../../lambda/report/judge/source.ts';
import { reportOf } from '../../../lambda/report/judge/summary.ts';
import { isDimension } from '../../../lambda/report/metric-names.ts';
import { plainText, quote } from '../../../lambda/report/plain-text.ts';
import { publicOnly } from '../../../lambda/report/public-address.ts';
import { readReportDocument } from '../../../lambda/report/read-report.ts';
import { reportIn, reportLines } from '../../../lambda/report/report-lines.ts';
import { parseUserTargets } from '../../../lambda/report/user-targets.ts';
import { PHASES } from '../../../lambda/report/vocabulary.ts';
import { readXml } from '../../../lambda/report/xml.ts';
import { failing, run } from '../../report/run-builder.ts';
import { attempt, echoEvidence, evidence, facts, operation } from '../report/evidence-builder.ts';

export interface Parser {
  readonly parse: (text: string) => unknown;
  /** What the text must begin with to get past the first look. @default nothing */
  readonly beginnings?: readonly string[];
  /** The files of lambda/ whose patterns it meets. */
  readonly of: readonly string[];
}

const RULES = { settingsTargets: [], eventTargets: true, pullTargets: () => [] };
const KEY = 'a key';
const DIGEST = `sha256:${'0'.repeat(64)}`;

function failed(error: OperationEvidence['error']) {
  return attempt({ operations: [operation({ httpStatus: 400, error })] });
}

function judged(error: OperationEvidence['error']): unknown[] {
  return ['source-address', 'vpc-endpoint', null].map((condition) =>
    failureOf(failed(error), condition as never, facts()),
  );
}

function storedReport(text: string): unknown {
  const target = { ...failing('s3'), id: text, cause: { code: 'ServiceError', message: text, remedy: text } };
  return { ...reportOf([run([])]), runs: [{ ...run([]), startedAt: text, targets: [target] }] };
}

/** As many as fit into a manifest of the text's length. */
function layersFrom(text: string): object[] {
  const count = Math.ceil(text.length / 100);
  return Array.from({ length: count }, (_, index) => ({
    digest: DIGEST,
    size: count - index,
    platform: text[index],
  }));
}

/** Parsers that read a whole document by JSON.parse meet the text in it, too. */
const inJson = (document: unknown) => JSON.stringify(document);

export const PARSERS: Readonly<Record<string, Parser>> = {
  "a metric's dimension": { parse: isDimension, of: ['report/metric-names.ts'] },
  challenge: {
    parse: (text) => tokenUrl(text, 'a/b'),
    beginnings: ['', 'Bearer ', 'Bearer realm="', 'Bearer realm="https://a.example/",x="'],
    of: ['probe/registry/challenge.ts', 'probe/registry/pull.ts'],
  },
  manifest: {
    parse: (text) => nextIn(text, 'arm64'),
    beginnings: ['', '{"layers":"', '{"manifests":['],
    of: ['probe/registry/manifest.ts'],
  },
  'digests in a manifest': {
    parse: (text) => nextIn(inJson({ layers: [{ digest: text, size: 1 }] }), 'arm64'),
    beginnings: ['', 'sha256:', DIGEST],
    of: ['probe/registry/manifest.ts'],
  },
  'layers of a manifest': {
    parse: (text) => nextIn(inJson({ layers: layersFrom(text) }), 'arm64'),
    of: ['probe/registry/manifest.ts'],
  },
  token: { parse: tokenIn, beginnings: ['', '{"token":"'], of: [] },
  'token in its document': {
    parse: (text) => tokenIn(inJson({ token: text })),
    of: ['probe/registry/header-value.ts'],
  },
  "ECR's password": {
    parse: (text) => [
      passwordIn(inJson({ authorizationData: [{ authorizationToken: text }] }), 200),
      passwordIn(text, 200),
    ],
    of: ['probe/registry/header-value.ts'],
  },
  "ECR's error": {
    parse: (text) => passwordIn(inJson({ __type: text, message: text }), 400),
    of: [],
  },
  'name of a registry': {
    parse: ecrApiOf,
    beginnings: ['', '111122223333.dkr.ecr.', '111122223333.dkr-ecr.'],
    of: ['probe/registry/ecr.ts'],
  },
  'image name': {
    parse: (pathname) => imageIn({ pathname, search: '' }),
    beginnings: ['', '/', '/a', '/a:', '/a@sha256:', '/a/'],
    of: ['report/image-name.ts'],
  },
  'URL of a target': {
    parse: (url) => parseUserTargets([url], 'targets'),
    beginnings: [
      '',
      'https://',
      'https://a',
      'https://[',
      'tcp://a:',
      'oci://a/',
      'oci://a/b:',
      'https://a@',
    ],
    of: ['report/target-url.ts'],
  },
  'name, keys and expectation of a target': {
    parse: (text) =>
      parseUserTargets(
        [{ url: 'https://a', name: text, expect: text, metrics: text, [text]: 1 }, [text]],
        text,
      ),
    of: [],
  },
  echo: {
    parse: (text) => [readEcho(text), judgeTarget(echoEvidence(text), facts())],
    beginnings: ['', '2001:db8::', '1.2.3.'],
    of: ['report/addresses.ts'],
  },
  'XML of EC2': {
    parse: (text) => {
      const root = readXml(text);
      return [readRouteTables(root), readPrefixListsOfServices(root), readEntries(root)];
    },
    beginnings: ['', '<a>', '<a ', '<?xml ', '<a b="', '<!--', '</', '<DescribeRouteTablesResponse>'],
    of: ['report/xml.ts'],
  },
  "a service's error": {
    parse: (text) => [
      describeError(Object.assign(new Error(text), { code: text })),
      describeError(Object.assign(new Error(text), { name: text })),
      describeError(text),
    ],
    of: [],
  },
  'head of an answer': {
    parse: (text) => recordAnswer(startOperation(text, text, 443), 200, text),
    of: [],
  },
  'code, for the judge': {
    parse: (code) =>
      [...PHASES, null].map((phase) => classify({ phase, code, message: '', httpStatus: 400 })),
    beginnings: ['', 'HPE_', 'CERT', 'NoSuch'],
    of: ['report/judge/classify.ts'],
  },
  'message, for the judge': {
    // Those whose remedy reads it, and one whose does not.
    parse: (message) =>
      (['AccessDenied', 'Throttled', 'NetworkUnreachable', 'ResourceMissing', 'CutOff'] as const).map(
        (code) => causeOf(code, message, facts()),
      ),
    beginnings: ['', 'connect ENETUNREACH 1', 'with an explicit deny in a'],
    of: ['report/judge/causes.ts'],
  },
  'failure, for the judge': {
    parse: (text) => [
      ...judged({ phase: 'request', code: text, message: text }),
      ...judged({ phase: 'request', code: 'AccessDenied', message: text }),
      judgeTarget(evidence({ failure: { code: text, message: text } }), facts()),
    ],
    beginnings: ['', 'because no '],
    of: ['report/judge/failure.ts'],
  },
  'location of a redirect': {
    parse: (location) => redirectIn({ status: 302, headers: { location } }, new URL('https://a.example/b')),
    beginnings: ['', '//', 'https://', 'ftp://', '?', 'data:'],
    of: [],
  },
  'text of an event': {
    parse: (text) => parseEvent({ targets: [text], only: [text], [text]: text }, RULES),
    of: [],
  },
  'length of an event': {
    parse: (text) => parseEvent({ targets: [...text], only: [...text] }, RULES),
    of: [],
  },
  'plain text': { parse: (text) => plainText(text), of: ['report/plain-text.ts'] },
  'plain text, all of it': { parse: (text) => plainText(text, text.length), of: ['report/plain-text.ts'] },
  quotation: { parse: (text) => [quote(text), quote([text])], of: [] },
  'stored report': {
    parse: (text) => [readReportDocument(storedReport(text)), readReportDocument({ [text]: 1 })],
    beginnings: ['', '2026-11-23T12:00:00.'],
    of: [],
  },
  'report in log lines': {
    parse: (text) => [
      reportIn([text], KEY),
      reportIn([inJson({ record: 'report', part: 1, of: 1, text })], KEY),
      reportIn(text.match(/.{1,500}/gsu) ?? [], KEY),
      reportIn(reportLines({ text }, KEY), KEY),
    ],
    of: [],
  },
  'sentence of a report': {
    parse: (text) => reportOf([run([{ ...failing('s3'), id: text }])]),
    of: ['report/judge/summary.ts'],
  },
  'address and block': {
    parse: (text) => [
      isInside(text, '2600::/8'),
      isInside('2600::1', text),
      publicOnly({ vpcCidrBlocks: [text], routes: null, inLab: false })(text),
    ],
    beginnings: ['', '2001:', '1.2.3.4', '::', '10.0.0.0/'],
    of: ['report/addresses.ts', 'report/public-address.ts'],
  },
  'host that is an address': {
    parse: (text) => requireAllowedHost(text, () => null),
    beginnings: ['', '['],
    of: ['probe/net/guarded-lookup.ts'],
  },
};
