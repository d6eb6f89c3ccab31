/** Behaviour of which the real API shows, or has shown, more than one kind. */
export interface DigitalOceanSettings {
  /**
   * What becomes of body fields and query parameters that the API does not know. `refuse` answers 400
   * `found unpermitted parameters`, as DigitalOcean did for some days in August 2019; `ignore` is what it
   * does since. Default: `refuse`, so that a misspelt field never passes for success.
   */
  unknownParameters: 'refuse' | 'ignore';
  /**
   * What becomes of a deletion while another event of the droplet is under way, its creation included.
   * `refuse` answers 422 `Droplet already has a pending event.`, `accept` ends the event and deletes.
   * Default: `refuse`.
   */
  deletionDuringEvent: 'refuse' | 'accept';
}

export const defaultSettings: Readonly<DigitalOceanSettings> = {
  unknownParameters: 'refuse',
  deletionDuringEvent: 'refuse',
};
