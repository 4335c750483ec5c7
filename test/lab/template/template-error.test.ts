/** Which errors of an evaluation become errors of the template, and which stay defects. */
import { expect, test } from 'vitest';
import { buildModel } from '../../../lib/lab/template/build-model.ts';
import { at, TemplateError } from '../../../lib/lab/template/template-error.ts';
import { UserError } from '../../../lib/user-error.ts';
import { changed, dualStackTemplate, MODEL_PROPS } from '../fixtures/dual-stack-template.ts';

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

function throwing(error: unknown): () => never {
  return () => {
    throw error;
  };
}

test('what the user can fix gets the name of the place', () => {
  const error = thrownBy(() => at('Vpc', throwing(new UserError('"x" is wrong'))));
  expect(error).toBeInstanceOf(TemplateError);
  expect(error).toMatchObject({ message: 'Vpc: "x" is wrong' });
});

test('the innermost place wins', () => {
  const error = thrownBy(() => at('outer', () => at('inner', throwing(new UserError('wrong')))));
  expect(error).toMatchObject({ message: 'inner: wrong' });
});

test('a defect passes unchanged, with its stack', () => {
  const defect = new TypeError('undefined is not a function');
  expect(thrownBy(() => at('Vpc', throwing(defect)))).toBe(defect);
});

test('a wrong value in a template is the user’s to fix, at its place', () => {
  const template = dualStackTemplate(changed('Vpc', { CidrBlock: { 'Fn::Select': [7, ['10.1.0.0/16']] } }));
  const error = thrownBy(() => buildModel(template, MODEL_PROPS));
  expect(error).toBeInstanceOf(TemplateError);
  expect(error).toMatchObject({
    message: expect.stringMatching(/^Vpc \(AWS::EC2::VPC\): CidrBlock: Fn::Select/),
  });
});

test('a defect while a property is evaluated keeps its class', () => {
  const template = dualStackTemplate();
  Object.defineProperty(template.Resources.Vpc?.Properties, 'CidrBlock', {
    get: throwing(new RangeError('a defect')),
  });
  expect(thrownBy(() => buildModel(template, MODEL_PROPS))).toBeInstanceOf(RangeError);
});
