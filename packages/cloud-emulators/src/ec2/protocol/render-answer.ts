import type { ApiCall } from '../../emulator/api-call.js';
import type { ApiError } from '../../emulator/api-error.js';
import { renderXml, type XmlFields } from './render-xml.js';

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const namespace = ' xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"';

const headers = {
  'content-type': 'text/xml;charset=UTF-8',
  'cache-control': 'no-cache, no-store',
  server: 'AmazonEC2',
};

/** The answer to an action that succeeded. */
export function renderAnswer(action: string, fields: XmlFields, { requestId }: ApiCall): Response {
  const body = renderXml(`${action}Response`, { requestId, ...fields }, namespace);
  return new Response(declaration + body, { headers });
}

/** An error in EC2's own form. */
export function renderError({ status, code, message }: ApiError, { requestId }: ApiCall): Response {
  const body = renderXml('Response', {
    Errors: { Error: { Code: code, Message: message } },
    RequestID: requestId,
  });
  return new Response(declaration + body, { status, headers });
}
