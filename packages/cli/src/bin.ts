#!/usr/bin/env node
import process from 'node:process';
import { createHost } from './host/create-host.js';
import { runStagely } from './run-stagely.js';

process.exitCode = await runStagely(process.argv.slice(2), createHost());
