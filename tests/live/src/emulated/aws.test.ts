import { aws } from '../clouds/aws.js';
import { startAws } from '../testing/emulated-cloud.js';
import { registerEmulated } from '../testing/register-emulated.js';

await registerEmulated(aws, await startAws());
