import { proveCrashes } from './prove-crashes.js';

proveCrashes('aws', { creates: ['RunInstances'], terminates: [/TerminateInstances/] });
