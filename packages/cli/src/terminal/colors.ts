import type { Environment } from '@stagely/core';
import pc from 'picocolors';
import type { OutputStream } from '../host/stagely-host.js';

/** Functions that colour a text, or leave it alone where there are to be no colours. */
export type Colors = ReturnType<typeof pc.createColors>;

/** The colours of one stream: only on a terminal, never with `NO_COLOR`, `TERM=dumb` or `--no-color`. */
export function colorsOf(stream: OutputStream, env: Environment, wanted: boolean): Colors {
  return pc.createColors(
    wanted && stream.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb',
  );
}
