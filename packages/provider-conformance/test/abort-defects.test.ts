import { testDefects } from './defective-providers.js';
import { abortDefects } from './defects/abort-defects.js';

testDefects(abortDefects);
