import { proveCrashes } from './prove-crashes.js';

proveCrashes('aws', {
  spec: { spotInstance: true },
  creates: ['CreateLaunchTemplate', 'CreateFleet', 'DeleteLaunchTemplate'],
  terminates: [/TerminateInstances/],
});
