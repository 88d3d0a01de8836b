// Splits a frame into the parts that have colours. Text that is no frame is shown as well: a reader may type anything.

export interface FramePart {
  readonly kind: 'tags' | 'verb' | 'target' | 'body' | 'other';
  readonly text: string;
}

const FRAME = /^(@[^ ]* )?([A-Z_]+)(?:(:[^:]*)(:[^]*)?)?$/;
/** How much of a token or a long text is shown. */
const LONGEST = 80;
const TOKEN = /^(:[^.:]{3})[^.]*\.[^.]*\.[^.]*(.{3})$/;

/** Tags that a person would hardly read. */
const DULL = /^(?:id|time|epoch|origin)=/;

/**
 * The text in order, without the middle of a token and the end of a long text.
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
