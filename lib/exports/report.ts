/** What a program imports from `natless/report`: the report's schema, its version and its types. */
export {
  type Advice,
  type Attempt,
  type Cause,
  type Control,
  type Report,
  type Run,
  reportSchema,
  type Summary,
  type Target,
} from '../../lambda/report/report-schema.ts';
export { SCHEMA_VERSION } from '../../lambda/report/vocabulary.ts';
