import { testDefects } from './defective-providers.js';
import { pluginDefects } from './defects/plugin-defects.js';

testDefects(pluginDefects);
