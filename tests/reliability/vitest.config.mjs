import shared from '../../vitest.shared.mjs';

// The last tests to end: on two cores the default, one worker, would leave a core idle.
export default { ...shared, test: { ...shared.test, maxWorkers: 2 } };
