import { EventEmitter } from 'node:events';
import { Readable, Writable } from 'node:stream';
import { createHost, runStagely } from '@stagely/cli';

/** @import { ListedInstance } from '@stagely/core' */
/** @import { SignalSource } from '@stagely/cli' */

/**
 * @typedef {object} RunOptions
 * @property {string} [stdin]
 * @property {(line: string) => void} [onMessage] is told each line of standard error
 * @property {boolean} [unstoppable] whether no signal reaches it
 */

/**
 * @typedef {object} StagelyOptions
 * @property {string} folder what file names start from
 * @property {NodeJS.ProcessEnv} env
 * @property {Readonly<Record<string, Readonly<Record<string, unknown>>>>} settings by provider
 * @property {SignalSource} signals what interrupts commands
 */

/**
 * The `stagely` command within this process, so that the mock's machines outlive a command. It finds the providers as it
 * does everywhere: by name, because the package.json beside this file declares them.
 */
export class Stagely {
  #options;
  /** @type {Record<string, string | undefined>} */
  #env;
  #registries;

  /** @param {StagelyOptions} options */
  constructor(options) {
    this.#options = options;
    this.#env = { ...options.env };
    const { settings } = options;
    this.#registries = createHost({
      cwd: import.meta.dirname,
      env: this.#env,
      providers: settings,
    }).registries;
  }

  /** The key that credentials are encrypted with from now on. @param {string} key */
  useEncryptionKey(key) {
    this.#env['STAGELY_ENCRYPTION_KEY'] = key;
  }

  /**
   * @param {readonly string[]} argv the words after `stagely`
   * @param {RunOptions} [options]
   */
  async run(argv, options = {}) {
    const { stdin = '', onMessage = () => undefined, unstoppable = false } = options;
    const { folder, signals } = this.#options;
    /** @type {string[]} */
    const printed = [];
    const host = createHost({
      env: this.#env,
      cwd: folder,
      stdin: Readable.from([stdin]),
      stdout: lineWriter((line) => printed.push(line)),
      stderr: lineWriter(onMessage),
      signals: unstoppable ? new EventEmitter() : signals,
    });
    const exitCode = await runStagely(argv, { ...host, registries: this.#registries });
    return { exitCode, printed };
  }

  /**
   * What a command tells programs.
   *
   * @param {readonly string[]} argv
   * @param {RunOptions} [options]
   */
  async json(argv, options = {}) {
    /** @type {string[]} */
    const messages = [];
    const onMessage = (/** @type {string} */ line) => {
      messages.push(line);
      options.onMessage?.(line);
    };
    const { exitCode, printed } = await this.run([...argv, '--json'], { ...options, onMessage });
    const document = printed.length === 0 ? undefined : JSON.parse(printed.join('\n'));
    return { exitCode, document, failure: exitCode === 0 ? undefined : messages.at(-1) };
  }

  /**
   * @param {string} provider
   * @param {readonly string[]} [options]
   * @returns {Promise<Pick<ListedInstance, "instanceId" | "state">[]>}
   */
  async list(provider, options = []) {
    const argv = ['list', ...withCredentials(provider), ...options];
    const { document, failure } = await this.json(argv, { unstoppable: true });
    if (failure !== undefined) throw new Error(`stagely list -p ${provider} failed: ${failure}`);
    return document;
  }
}

/** The options that say which provider, and where its credentials are. @param {string} provider */
export function withCredentials(provider) {
  return ['-p', provider, '--credentials', `${provider}.enc`];
}

/** @param {(line: string) => void} onLine */
function lineWriter(onLine) {
  let rest = '';
  return new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line);
      done();
    },
  });
}
