import { tinyHarness } from '../test/tiny-harness.js';
import { testConformance } from './vitest.js';

testConformance('the honest provider, by the adapter for vitest', tinyHarness());
