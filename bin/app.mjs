/** The CDK app, as cdk.json starts it: by whichever Node.js is on the PATH. */
import { start } from './start.mjs';

start('bin/app.ts');
