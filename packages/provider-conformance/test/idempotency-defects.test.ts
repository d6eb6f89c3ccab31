import { testDefects } from './defective-providers.js';
import { idempotencyDefects } from './defects/idempotency-defects.js';

testDefects(idempotencyDefects);
