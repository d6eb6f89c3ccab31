import { locked } from '../errors.js';
import type { HetznerAccount } from '../state/account.js';
import type { Server } from '../state/server.js';

/** @throws ApiError 423 `locked` */
export function requireUnlocked({ behaviour, context }: HetznerAccount, server: Server): void {
  if (behaviour.locking && server.locked.at(context.clock.now())) throw locked();
}
