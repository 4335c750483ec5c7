/** The reading of AWS's pages that the lists of Regions are compared with. */
import { describe, expect, test } from 'vitest';
import { compareOffer, differenceInWords } from '../../scripts/region-offers/compare.ts';

/** As the table of EC2's endpoints stands on its page. */
const EC2 = `Dual-stack names: <code>ec2.<i>region</i>.api.aws</code>, <code>ec2.region.api.aws</code>
<td>us-east-2</td><td>ec2.us-east-2.amazonaws.com<p>ec2-fips.us-east-2.amazonaws.com</p><p>ec2.us-east-2.api.aws</p></td>
<td>ap-east-2</td><td>ec2.ap-east-2.amazonaws.com</td>
<td>us-gov-west-1</td><td>ec2.us-gov-west-1.api.aws</td> again ec2.us-east-2.api.aws`;

const DYNAMODB = `dynamodb.us-east-1.api.aws streams-dynamodb.eu-west-1.api.aws dax.eu-west-1.api.aws
(account-id).ddb.us-west-2.api.aws dynamodb.eu-west-1.amazonaws.com`;

describe('a page that names hosts', () => {
  test('lists the Regions of the hosts of that form, each once', () => {
    expect(compareOffer('ec2DualStack', EC2)).toEqual({
      found: ['us-east-2', 'us-gov-west-1'],
      isExact: true,
    });
  });

  test('is not misread by names that only end alike', () => {
    expect(compareOffer('dynamodbDualStack', DYNAMODB).found).toEqual(['us-east-1']);
    expect(compareOffer('dynamodbAccountId', DYNAMODB).found).toEqual(['us-west-2']);
  });
});

test('another page names Regions for a person to read', () => {
  const page = '<li>Israel (Tel Aviv) <code>il-central-1</code></li> except eu-west-1, not us-east-19';
  expect(compareOffer('fargateIpv6Only', page)).toEqual({
    found: ['eu-west-1', 'il-central-1'],
    isExact: false,
  });
});

describe('what differs', () => {
  test('is said in both directions', () => {
    expect(differenceInWords(['us-east-1', 'us-east-2'], ['us-east-2', 'eu-west-9'], true)).toBe(
      'the page also names eu-west-9; the page does not name us-east-1',
    );
  });

  test('is nothing where the lists agree, in whatever order', () => {
    expect(differenceInWords(['b', 'a'], ['a', 'b'], true)).toBe('as the page has it');
  });
});
