import { aws } from './clouds/aws.js';
import { registerLive } from './suite/register-live.js';

await registerLive(aws);
