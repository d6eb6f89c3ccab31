import { proveCrashes } from './prove-crashes.js';

proveCrashes('digitalocean', { creates: ['POST /v2/droplets'], terminates: [/^DELETE /] });
