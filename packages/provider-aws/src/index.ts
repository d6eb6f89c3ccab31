export { AwsProvider } from './aws-provider.js';
export type { AwsCredentials } from './credentials.js';
export { awsPlugin as default } from './plugin.js';
export type { AwsOptions } from './provider-options.js';
export type { AwsRequestHandler, AwsSettings } from './settings.js';
