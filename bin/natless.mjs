#!/usr/bin/env node
import { start } from './start.mjs';

start('lib/cli/main.ts');
