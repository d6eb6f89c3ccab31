import { gzipSync } from 'node:zlib';
import type { CloudName } from '../clouds/tested-cloud.js';

/** Credentials of every kind and user data, for one case. */
export interface SecretSet {
  readonly name: string;
  /** Of DigitalOcean and Hetzner. */
  readonly token: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly userData: string;
}

export const TYPICAL: SecretSet = {
  name: 'typical',
  token: 'dop_v1_9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c5b4a39281706f5e4d3c2b1a0',
  accessKeyId: 'ASIAQ3EGZZ7XK4PWLM5T',
  secretAccessKey: 'h7Yq/2mVx+Lk9wZr4Tn8bPcD6sFgJ1aEoUiH3Rv0',
  sessionToken: 'FwoGZXIvYXdzEJr//////////wEaDKq8Zt+4mXe/Hc1bVyK2AVp+0u9Lr3Nf7Gs5Wd1Qe6Ty8Ui==',
  userData: [
    '#cloud-config',
    'users:',
    '  - name: builder',
    '    passwd: "Kn0bl-auch.4711"',
    'write_files:',
    '  - path: /etc/app/secret.env',
    '    content: API_KEY=q9w8e7r6t5z4u3i2o1p0',
    '',
  ].join('\n'),
};

/** Whatever regular expressions, shells, URLs, JSON, HTML and headers treat in a way of their own. */
const AWKWARD: SecretSet = {
  name: 'awkward',
  token: 'a$^b.*+c?(d)[e]{f}|g\\h"i\'j`k&l<m>n%41%zo/p=q;r,s#t@u!v~w',
  accessKeyId: 'AKIAZ__AWKWARD__0001',
  secretAccessKey: 'x$1^y.*+?()[]{}|\\"\'`&amp;<b>%2F%252F/=+z',
  sessionToken: '+/+/+/$&$1\\n\\u0041"\'&lt;&#39;%25+//==',
  userData: [
    '#!/bin/bash',
    `echo 'päss "wörd" \\n & <x> %7E+/= \u{1f511}' > "$HOME/ключ"`,
    'sed -e "s/^.*$(a|b)[c]{2}?\\1/&amp;/" <<< \u2028"\u00a0\u200b',
    '\tIFS=$\'\\t\' read -r a b <<< "100%&+100%25"\r',
    'curl -u "admin:$P@ss/w+rd=" "https://h/?q=1&r=%41#f"',
    '',
  ].join('\n'),
};

/** No line and no token of it is long. */
const SHORT: SecretSet = {
  name: 'short',
  token: 'k$9)Zq/+',
  accessKeyId: 'AKSHORT7',
  secretAccessKey: 'w+Q/7x%z',
  sessionToken: 'T"0&k<n>',
  userData: 'pw=Zx81\nkey: 7fQ\nusr "bo"\na&b<c>d\nö=ßü%41',
};

const LINES = Array.from({ length: 280 }, (_, line) => {
  const mixed = Math.imul(line + 1, 2_654_435_761) >>> 0;
  return `export KEY_${line}="${mixed.toString(36)}-${(mixed ^ 0x5bd1e995) >>> 0}-ä/+&${line}"`;
});

/** As long as EC2 takes it as it is. */
const LARGE: SecretSet = {
  ...TYPICAL,
  name: 'large',
  userData: LINES.join('\n').padEnd(15_000, '\n# end'),
};

/** So long that EC2 is sent it compressed. */
const COMPRESSED: SecretSet = {
  ...TYPICAL,
  name: 'compressed',
  userData: `${TYPICAL.userData}${'# padding padding padding\n'.repeat(800)}`,
};

export const SECRET_SETS = [TYPICAL, AWKWARD, SHORT, LARGE, COMPRESSED] as const;

const SMALL = [TYPICAL, AWKWARD, SHORT];

/** The set of the n-th case: large ones come less often, because they take long. */
export function setOf(n: number): SecretSet {
  if (n % 10 === 8) return LARGE;
  return (n % 10 === 9 ? COMPRESSED : SMALL[n % SMALL.length]) ?? TYPICAL;
}

/** What a cloud can repeat: credentials and, where it was sent some, user data. */
export interface CloudSecrets {
  readonly credentials: Readonly<Record<string, string>>;
  readonly userData: string;
  /** By their names. */
  readonly texts: Readonly<Record<string, string>>;
}

const MAX_PLAIN_BYTES = 16_384;

/** The secrets of a set that one cloud gets to see. */
export function secretsFor(cloud: CloudName, set: SecretSet): CloudSecrets {
  const { token, accessKeyId, secretAccessKey, sessionToken, userData } = set;
  if (cloud !== 'aws') {
    const region = cloud === 'hetzner' ? { location: 'nbg1' } : { region: 'fra1' };
    return {
      credentials: { api_token: token, ...region },
      userData,
      texts: { token, userData },
    };
  }
  const isCompressed = Buffer.byteLength(userData) > MAX_PLAIN_BYTES;
  const compressed = isCompressed
    ? { compressed: gzipSync(userData, { level: 9 }).toString('base64') }
    : {};
  return {
    credentials: {
      access_key_id: accessKeyId,
      secret_access_key: secretAccessKey,
      session_token: sessionToken,
      region: 'eu-central-1',
    },
    userData,
    texts: { accessKeyId, secretAccessKey, sessionToken, userData, ...compressed },
  };
}

/** What a cloud can repeat of an operation that sends no user data. */
export function withoutUserData({ texts, ...secrets }: CloudSecrets): CloudSecrets {
  const { userData: _, compressed: __, ...credentials } = texts;
  return { ...secrets, texts: credentials };
}
