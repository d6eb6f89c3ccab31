/** How to do what the demo did with an account of one's own. */
export const realAccounts = `With an account of yours, for a few cents:

  npm install @stagely/cli @stagely/provider-aws
  export STAGELY_PROVIDER=aws AWS_REGION=eu-central-1
  export AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=…

or

  npm install @stagely/cli @stagely/provider-digitalocean
  export STAGELY_PROVIDER=digitalocean DO_REGION=fra1
  export DO_API_TOKEN=…

or

  npm install @stagely/cli @stagely/provider-hetzner
  export STAGELY_PROVIDER=hetzner HETZNER_LOCATION=nbg1
  export HETZNER_API_TOKEN=…

and then the same on each of them:

  npx stagely validate
  npx stagely create -s small -a amd64 --expires-in 1h
  npx stagely list
  npx stagely terminate <id>`;
