import { expect, test } from 'vitest';
import { conformanceCases } from '../src/conformance-cases.js';
import { abortDefects } from './defects/abort-defects.js';
import { errorDefects } from './defects/error-defects.js';
import { idempotencyDefects } from './defects/idempotency-defects.js';
import { inputDefects } from './defects/input-defects.js';
import { leaseDefects } from './defects/lease-defects.js';
import { lifecycleDefects } from './defects/lifecycle-defects.js';
import { listingDefects } from './defects/listing-defects.js';
import { pluginDefects } from './defects/plugin-defects.js';
import { resultDefects } from './defects/result-defects.js';
import { secrecyDefects } from './defects/secrecy-defects.js';
import { tinyHarness } from './tiny-harness.js';

test('every case is the one that a defective provider fails', () => {
  const defects = [
    abortDefects,
    errorDefects,
    idempotencyDefects,
    inputDefects,
    leaseDefects,
    lifecycleDefects,
    listingDefects,
    pluginDefects,
    resultDefects,
    secrecyDefects,
  ].flat();
  const about = new Set(defects.map((defect) => defect.about));
  const names = conformanceCases(tinyHarness()).map(({ name }) => name);
  expect([...about].sort()).toEqual(names.sort());
});
