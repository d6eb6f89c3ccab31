const LONGEST_TAG = 255;

/** What is wrong with a tag's name; undefined when nothing is. */
export function problemOfTagName(name: string): string | undefined {
  if (name === '') return 'tag-name cannot be empty';
  if (name.length > LONGEST_TAG) return `tag-name is longer than ${LONGEST_TAG} characters`;
  return /^[a-zA-Z0-9_\-:]+$/.test(name)
    ? undefined
    : `tag-name "${name}" contains invalid characters`;
}
