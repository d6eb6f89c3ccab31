import { proveCrashes } from './prove-crashes.js';

proveCrashes('hetzner', { creates: ['POST /v1/servers'], terminates: [/^DELETE /] });
