// A frame in the parts that are coloured. What is no frame is shown as well: a reader may type anything.

export interface FramePart {
  readonly kind: 'tags' | 'verb' | 'target' | 'body' | 'other';
  readonly text: string;
}

const FRAME = /^(@[^ ]* )?([A-Z_]+)(?:(:[^:]*)(:[^]*)?)?$/;
/** Of a token or a long text: as much as is looked at. */
const LONGEST = 120;
const TOKEN = /^(:[^.:]{3})[^.]*\.[^.]*\.[^.]*(.{3})$/;

/** Of the tags, what a person would hardly read. */
const DULL = /^(?:id|time|epoch|origin)=/;

/**
 * The text in order, but for the middle of a token and the end of what is long.
 * @param isBrief leaves out the tags that a person would hardly read
 */
export function partsOf(text: string, isBrief = false): FramePart[] {
  const [, tags = '', verb = '', target = '', body = ''] = FRAME.exec(text) ?? [];
  if (verb === '') return [{ kind: 'other', text: shortened(text) }];
  // The token is all that follows the first colon (P4-1).
  const shown = verb === 'AUTH' ? target.replace(TOKEN, '$1…$2') : target;
  const parts: FramePart[] = [
    { kind: 'tags', text: isBrief ? withoutDull(tags) : tags },
    { kind: 'verb', text: verb },
    { kind: 'target', text: shortened(shown) },
    { kind: 'body', text: shortened(body) },
  ];
  return parts.filter((part) => part.text !== '');
}

function withoutDull(tags: string): string {
  const all = tags.slice(1, -1).split(';');
  const told = all.filter((tag) => !DULL.test(tag));
  return told.length === all.length ? tags : `@${[...told, '…'].join(';')} `;
}

const shortened = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length} characters)` : text);
