import type { StagelyHost } from '../host/stagely-host.js';
import type { ProviderSelection } from '../provider/provider-selection.js';
import { type Colors, colorsOf } from '../terminal/colors.js';
import type { OutputChannel } from '../terminal/output-channel.js';
import type { ProgressRow } from '../terminal/progress-display.js';
import { HeldSecrets } from './held-secrets.js';
import type { Interruption } from './interruption.js';
import { Messages } from './messages.js';

/** The options that every command has. */
interface GlobalOptions {
  readonly json?: boolean | undefined;
  readonly debug?: boolean | undefined;
  readonly color?: boolean | undefined;
}

interface InvocationParts extends GlobalOptions {
  readonly host: StagelyHost;
  readonly interruption: Interruption;
  readonly stdout: OutputChannel;
}

/** One run of one command: what it has from outside, and how it says things. */
export class Invocation {
  readonly host: StagelyHost;
  readonly interruption: Interruption;
  readonly messages: Messages;
  /** What must not be shown. */
  readonly secrets = new HeldSecrets();
  readonly json: boolean;
  readonly debug: boolean;
  /** Which provider the command works with, once that is known. */
  selection: ProviderSelection = {};
  readonly #stdout: OutputChannel;
  readonly #colors: Colors;

  constructor(parts: InvocationParts) {
    const { host, json = false, debug = false, color = true } = parts;
    this.host = host;
    this.interruption = parts.interruption;
    this.json = json;
    this.debug = debug;
    this.#stdout = parts.stdout;
    this.#colors = colorsOf(host.stdout, host.env, color);
    this.messages = new Messages(host.progress, {
      colors: colorsOf(host.stderr, host.env, color),
      debug,
      redact: (text) => this.secrets.redact(text),
    });
  }

  /** Aborted when the person interrupts the command. */
  get signal(): AbortSignal {
    return this.interruption.signal;
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return this.host.clock?.now() ?? Date.now();
  }

  /** Prints the result on `stdout`: the document with `--json`, else the text. */
  print(result: { document: unknown; text: (colors: Colors) => string }): void {
    const text = this.json
      ? JSON.stringify(result.document, undefined, 2)
      : result.text(this.#colors);
    if (text !== '') this.host.progress.writeAbove(() => this.#stdout.write(`${text}\n`));
  }

  /** Prints one of many results, each on `stdout`: a line of JSON with `--json`, else the text. */
  printRecord(record: { document: unknown; text: (colors: Colors) => string }): void {
    const text = this.json ? JSON.stringify(record.document) : record.text(this.#colors);
    this.host.progress.writeAbove(() => this.#stdout.write(`${text}\n`));
  }

  /** Shows that something is under way, until `finish()`. */
  startProgress(
    label: string,
    options: { onlyOnTerminal?: boolean | undefined } = {},
  ): Promise<ProgressRow> {
    const { onlyOnTerminal = false } = options;
    return this.host.progress.start(label, { colors: this.messages.colors, onlyOnTerminal });
  }
}
