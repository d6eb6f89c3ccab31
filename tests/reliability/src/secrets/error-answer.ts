import type { CloudName } from '../clouds/tested-cloud.js';

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A refusal in the cloud's own form. */
export function errorAnswer(cloud: CloudName, { status, headers, ...error }: Refusal): Response {
  if (cloud === 'aws') {
    const body = ec2Error(error.code, error.message);
    return new Response(body, { status, headers: { ...headers, 'content-type': 'text/xml' } });
  }
  const { code, message } = error;
  const body =
    cloud === 'hetzner'
      ? { error: { code, message, details: hetznerDetails(message) } }
      : { id: code, message, error: message, request_id: message, errors: [message] };
  return Response.json(body, { status, headers });
}

const hetznerDetails = (text: string) => ({
  fields: [
    { name: 'user_data', messages: [text, 'is invalid'] },
    { name: text, messages: [] },
  ],
  limits: [{ name: text }],
  [text]: text,
});

function ec2Error(code: string, message: string): string {
  const inXml = (text: string) =>
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replace(/[^\t\n\r -\ufffd]/g, '');
  const told = inXml(message);
  return `<?xml version="1.0"?><Response><Errors><Error><Code>${inXml(code)}</Code><Message>${told}</Message><Detail>${told}</Detail></Error></Errors><RequestID>${told}</RequestID></Response>`;
}
