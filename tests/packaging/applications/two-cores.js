// Runs inside an application that has two copies of core installed: its own, and one of a dependency's.
const ours = { ...(await import('@stagely/core')) };
const theirs = { ...(await import('package-with-its-own-core')) };

const classes = Object.entries(ours).filter(([name]) => name.endsWith('Error'));
const concrete = classes.filter(([name]) => !['StagelyError', 'ProviderError'].includes(name));
const details = { provider: 'acme', operation: 'createInstance', issues: [] };
const disagreements = [];

for (const [name] of concrete) {
  const error = new theirs[name]('made by the other copy', details);
  for (const [otherName, otherClass] of classes) {
    const expected = error instanceof theirs[otherName];
    if (error instanceof otherClass !== expected || otherClass.isInstance(error) !== expected) {
      disagreements.push([name, otherName]);
    }
  }
}

class FastCloudError extends ours.QuotaExceededError {}
class SlowCloudError extends ours.QuotaExceededError {}
const fast = new FastCloudError('too fast', details);

let tries = 0;
const retried = await ours.retry(
  async () => {
    tries++;
    if (tries < 3) throw new theirs.NetworkFailureError('unreachable', details);
    return 'reached';
  },
  { minDelayMs: 0 },
);

console.log(
  JSON.stringify({
    copies: new Set([ours.StagelyError, theirs.StagelyError]).size,
    classes: concrete.length,
    disagreements,
    subclass: {
      itself: fast instanceof FastCloudError,
      sibling: fast instanceof SlowCloudError,
      parent: fast instanceof ours.QuotaExceededError,
      parentOfTheOtherCopy: fast instanceof theirs.QuotaExceededError,
      parentAsSibling: new ours.QuotaExceededError('quota', details) instanceof FastCloudError,
    },
    retried,
    tries,
  }),
);
