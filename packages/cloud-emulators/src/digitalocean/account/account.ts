/** The account that the emulator plays. All fields can be set at any time. */
export interface Account {
  /** `warning` is only shown; `locked` also refuses new droplets. */
  status: 'active' | 'warning' | 'locked';
  statusMessage: string;
  email: string;
  name: string;
  uuid: string;
  emailVerified: boolean;
  team: { readonly uuid: string; readonly name: string };
  floatingIpLimit: number;
}

/** Where there is no droplet limit, the API shows this number. */
const NO_LIMIT = 1_000_000;

export function renderAccount(account: Account, dropletLimit: number) {
  return {
    droplet_limit: Math.min(dropletLimit, NO_LIMIT),
    floating_ip_limit: account.floatingIpLimit,
    email: account.email,
    name: account.name,
    uuid: account.uuid,
    email_verified: account.emailVerified,
    status: account.status,
    status_message: account.statusMessage,
    team: account.team,
  };
}
