import process from 'node:process';
import type { InterruptSignal, SignalSource } from './stagely-host.js';

/** The signals of this process for any number of commands at once: the process itself has one listener for each. */
export function processSignals(): SignalSource {
  const listeners: Record<InterruptSignal, Set<() => void>> = {
    SIGINT: new Set(),
    SIGTERM: new Set(),
    SIGHUP: new Set(),
  };
  const forward = (signal: InterruptSignal) => {
    for (const listener of [...listeners[signal]]) listener();
  };
  return {
    on(signal, listener) {
      if (listeners[signal].size === 0) process.on(signal, forward);
      listeners[signal].add(listener);
    },
    off(signal, listener) {
      listeners[signal].delete(listener);
      if (listeners[signal].size === 0) process.off(signal, forward);
    },
  };
}
