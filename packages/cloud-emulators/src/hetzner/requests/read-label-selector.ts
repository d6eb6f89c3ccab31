import { ApiError } from '../../emulator/api-error.js';
import type { LabelSelector } from '../label-selector/label-selector.js';
import {
  LabelSelectorSyntaxError,
  parseLabelSelector,
} from '../label-selector/parse-label-selector.js';
import { one, type Query } from './read-query.js';

/** @throws ApiError 422 with the message of the real API: "invalid label_selector: expected comma at pos 7" */
export function readLabelSelector(query: Query): LabelSelector {
  try {
    return parseLabelSelector(one(query, 'label_selector') ?? '');
  } catch (error) {
    if (!(error instanceof LabelSelectorSyntaxError)) throw error;
    throw new ApiError({
      status: 422,
      code: 'invalid_input',
      message: `invalid label_selector: ${error.message}`,
      details: { fields: [{ name: 'label_selector', messages: [error.message] }] },
    });
  }
}
