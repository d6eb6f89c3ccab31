// Runs the `stagely` command against the mock cloud, as a person would: encrypted credentials, machines created side
// by side, watched, listed and ended. Exits with 0 only when all went as expected.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { Readable, Writable } from 'node:stream';
import { createHost, runStagely } from '@stagely/cli';

/** The providers to show: their credentials, and the machines to create there. */
const providers = [
  {
    type: 'mock',
    credentials: { region: 'mock-1', api_token: 'not-a-real-token' },
    settings: { delay: 700, addressDelay: 900, bootDelay: 2_400, spot: true },
    machines: [
      ['--size', 'small', '--architecture', 'amd64', '--tag', 'team=web', '--expires-in', '2h'],
      ['--size', 'medium', '--architecture', 'arm64', '--tag', 'team=build', '--expires-in', '30m'],
      ['--size', 'large', '--architecture', 'amd64', '--tag', 'team=build', '--spot'],
      ['--size', 'large', '--architecture', 'arm64', '--region', 'mock-2'],
    ],
  },
];

const interruption = new AbortController();
const onSignal = () => interruption.abort();
process.on('SIGINT', onSignal).on('SIGTERM', onSignal).on('SIGHUP', onSignal);
// Without a reader (`| head`) the demo goes on, so that it cleans up.
process.stdout.on('error', onUnwritten);
process.stderr.on('error', onUnwritten);

try {
  process.exitCode = await demonstrate();
} catch (error) {
  const { aborted } = interruption.signal;
  const message = error instanceof Error ? error.message : error;
  console.error(aborted ? '\nThe demo was interrupted.' : `\nThe demo failed: ${message}`);
  process.exitCode = aborted ? 130 : 1;
} finally {
  process.off('SIGINT', onSignal).off('SIGTERM', onSignal).off('SIGHUP', onSignal);
}

function onUnwritten(error) {
  if (error.code !== 'EPIPE') throw error;
}

async function demonstrate() {
  const folder = await mkdtemp(join(tmpdir(), 'stagely-demo-'));
  const host = createHost({
    cwd: import.meta.dirname,
    stdin: Readable.from([]),
    providers: Object.fromEntries(providers.map(({ type, settings }) => [type, settings])),
  });
  const startedAt = performance.now();
  try {
    const results = [];
    for (const provider of providers) results.push(await show(provider, host, folder));
    return summarize(results, (performance.now() - startedAt) / 1_000);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Shows one provider from its credentials to the end of its last machine. */
async function show({ type, credentials, machines }, host, folder) {
  const env = {
    ...host.env,
    STAGELY_PROVIDER: type,
    STAGELY_ENCRYPTION_KEY: await makeKey(host),
    STAGELY_CREDENTIALS_FILE: join(folder, `${type}.enc`),
  };
  const stagely = commandLine({ ...host, env });

  title('Encrypt the credentials');
  const encrypt = ['credentials', 'encrypt', '--output', env.STAGELY_CREDENTIALS_FILE];
  console.log(
    `$ export STAGELY_PROVIDER=${type} STAGELY_CREDENTIALS_FILE=${env.STAGELY_CREDENTIALS_FILE}`,
  );
  await stagely.shown(encrypt, JSON.stringify(credentials));

  try {
    title(`Create ${machines.length} machines side by side`);
    for (const options of machines) console.log(`$ stagely create ${options.join(' ')} &`);
    const created = await Promise.all(
      machines.map((options) => stagely.captured(['create', ...options])),
    );
    interruption.signal.throwIfAborted();
    const ready = created.filter(({ exitCode }) => exitCode === 0);
    if (ready.length < machines.length) {
      throw new Error(`only ${ready.length} of ${machines.length} machines became ready.`);
    }
    const listed = await stagely.json(['list']);
    const ids = listed.map(({ instanceId }) => instanceId);

    title('Look at them');
    await stagely.shown(['list']);
    await stagely.shown(['status', ...ids]);

    title('End them');
    await stagely.shown(['terminate', ...ids]);
    await stagely.shown(['list']);
    await stagely.shown(['list', '--all']);
    const ended = await stagely.json(['list', '--all']);
    const left = ended.filter(({ state }) => state !== 'terminated');
    return {
      wanted: machines.length,
      created: listed.length,
      ready: ready.length,
      ended: ended.length - left.length,
      left: left.length,
      seconds: ready.map(({ seconds }) => seconds),
    };
  } finally {
    await endLeftovers(stagely);
  }
}

/** Whatever happened: no machine stays. */
async function endLeftovers(stagely) {
  const ids = (await stagely.json(['list'])).map(({ instanceId }) => instanceId);
  if (ids.length > 0) await stagely.shown(['terminate', ...ids]);
}

async function makeKey(host) {
  title('Make an encryption key');
  console.log('$ export STAGELY_ENCRYPTION_KEY="$(stagely key generate)"');
  const { key } = await commandLine(host).json(['key', 'generate']);
  return key;
}

/** The `stagely` command within this process, so that the machines of the mock outlive a command. */
function commandLine(host) {
  const run = (argv, streams) => runStagely(argv, { ...host, ...streams });
  /** Keeps what the command prints. */
  const captured = async (argv) => {
    let text = '';
    const stdout = new Writable({
      write(chunk, _encoding, done) {
        text += chunk;
        done();
      },
    });
    const startedAt = performance.now();
    const exitCode = await run(argv, { stdout });
    return { exitCode, text, seconds: (performance.now() - startedAt) / 1_000 };
  };
  return {
    captured,
    /** What the command tells programs. */
    async json(argv) {
      return JSON.parse((await captured([...argv, '--json'])).text);
    },
    /** Prints the command and what it prints. */
    async shown(argv, stdin = '') {
      console.log(`$ stagely ${argv.join(' ')}${stdin === '' ? '' : ' < credentials.json'}`);
      const exitCode = await run(argv, { stdin: Readable.from([stdin]) });
      interruption.signal.throwIfAborted();
      if (exitCode !== 0) throw new Error(`stagely ${argv[0]} exited with ${exitCode}.`);
    },
  };
}

/** Says what happened; the result is the exit code. */
function summarize(results, seconds) {
  const total = (field) => results.reduce((sum, result) => sum + result[field], 0);
  const wanted = total('wanted');
  const asExpected =
    total('left') === 0 && ['created', 'ready', 'ended'].every((field) => total(field) === wanted);
  title('What happened');
  const times = results.flatMap((result) => result.seconds);
  console.log(`${wanted} machines were asked for: ${total('created')} created, ${total('ready')} ready, ${total('ended')} ended, ${total('left')} left over.
They were ready after ${Math.min(...times).toFixed(1)} to ${Math.max(...times).toFixed(1)} seconds; all of it took ${seconds.toFixed(1)} seconds.`);
  if (!asExpected) {
    console.error('That is not what was expected.');
    return 1;
  }
  console.log(`
The same with an account of yours, which costs a few cents:

  npm install @stagely/cli @stagely/provider-hetzner     # or provider-aws, provider-digitalocean
  export STAGELY_PROVIDER=hetzner HETZNER_API_TOKEN=… HETZNER_LOCATION=nbg1
      # aws: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION; digitalocean: DO_API_TOKEN, DO_REGION
  npx stagely validate
  npx stagely create --size small --architecture arm64 --expires-in 1h
  npx stagely list
  npx stagely terminate <id>`);
  return 0;
}

function title(text) {
  console.log(`\n${text}\n${'-'.repeat(text.length)}`);
}
