/** What the suite has to know of a cloud. With one of these and a plugin, it runs against any provider. */
export interface CloudDescription {
  /** What a registry finds the plugin by: `aws`, `@acme/fast`. */
  readonly type: string;
  /** The fields of the credentials that a run needs; a plugin's schema may be content with less. */
  readonly credentialFields: readonly string[];
  /** The one of them that names the region. */
  readonly regionField: string;
  /** Regions where machines can be created too; the first one that is not the credentials' is used. */
  readonly otherRegions: readonly string[];
  /** A region name of the right form that no region has. */
  readonly unknownRegion: string;
  /** An id that no machine has, written as the provider itself writes ids. */
  readonly unknownInstanceId: string;
  /** A text that is no id of the cloud's. */
  readonly malformedInstanceId: string;
  /** The most user data that the cloud takes, in bytes. */
  readonly userDataMaxBytes: number;
  /** Whether there are arm64 machines; `emulated` when amd64 ones stand in for them, with a warning. */
  readonly arm64: boolean | 'emulated';
  /** Whether there are spot machines. */
  readonly spot: boolean;
  /** For how long after a change reads may still show what was before, in milliseconds. */
  readonly visibilityWindowMs: number;
  /** Whether any credentials of the right form work, so that none can be refused. Default: false. */
  readonly acceptsAnyCredentials?: boolean;
  /** Settings of the provider for an emulated cloud, where nothing takes long and nothing lags behind. */
  readonly quickSettings: Readonly<Record<string, unknown>>;
}
