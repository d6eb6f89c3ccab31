import { testDefects } from './defective-providers.js';
import { errorDefects } from './defects/error-defects.js';

testDefects(errorDefects);
