// An edit of a source: what makes a right broker a wrong one. It holds while the code is reformatted, and says so when it no longer fits.

export interface Edit {
  /** The file, from its package's name on: `01-basic-pubsub/src/pubsub.ts`, `@workshop/protocol/src/frames.ts`. */
  readonly file: string;
  /**
   * Code that the file has exactly once. Its tokens count, not how they are laid out: white space, comments, the kind of quotes, and a
   * comma before a closing bracket may differ.
   */
  readonly from: string;
  /** Replaces it as it stands here. */
  readonly to: string;
}

/**
 * The source with an edit made.
 * @param owner what the edit belongs to, for the error
 * @throws {Error} unless `from` is there exactly once
 */
export function applyEdit(source: string, { file, from, to }: Edit, owner: string): string {
  const pattern = patternOf(from);
  const count = source.match(new RegExp(pattern, 'g'))?.length ?? 0;
  if (count !== 1) throw new Error(`${owner}: the edit does not fit: ${file} has this ${count} times, and not once:\n${from}`);
  return source.replace(pattern, () => to);
}

const GAP = String.raw`(?:\s|//.*\n|/\*(?:[^*]|\*(?!/))*\*/)`;
const TOKEN =
  /(?<comment>\/\/.*|\/\*[^]*?\*\/)|(?<string>(['"`])(?:\\.|(?!\3|\\|\$\{)[^])*\3)|(?<verbatim>`(?:\\.|[^`\\])*`|(?<=[(,=:]\s*)\/(?:\\.|[^/\\\n])+\/\w*)|(?<word>[\w$]+)|(?<sign>[^\s\w$])/g;

/** Matches the code, however it is formatted. A part of a string or of a statement is code too. */
function patternOf(code: string): RegExp {
  const tokens = Array.from(code.matchAll(TOKEN), ({ groups = {} }) => groups).filter(({ comment }) => comment === undefined);
  const parts = tokens.map(({ string, verbatim, word, sign }, at) => {
    const [before, next] = [tokens[at - 1], tokens[at + 1]];
    const gap = before === undefined ? '' : `${GAP}${before['word'] !== undefined && word !== undefined ? '+' : '*'}`;
    if (string !== undefined) return `${gap}${patternOfString(string.slice(1, -1))}`;
    if (sign === ',' && next === undefined) return `${gap}(?:,|(?=${GAP}*[)\\]}]))`; // of an object's last member, say
    if (sign === ',' && isClosing(next?.['sign'])) return '';
    if (isClosing(sign)) return `(?:${gap},)?${gap}${RegExp.escape(sign)}`;
    return gap + (verbatim ?? word ?? sign ?? '').split(/\s+/).map(RegExp.escape).join('\\s+');
  });
  const [first, last] = [tokens.at(0), tokens.at(-1)];
  return new RegExp(`${first?.['word'] ? '(?<![\\w$])' : ''}${parts.join('')}${last?.['word'] ? '(?![\\w$])' : ''}`);
}

function isClosing(sign: string | undefined): sign is ')' | ']' | '}' {
  return sign === ')' || sign === ']' || sign === '}';
}

/** A string in any kind of quotes: what is a quote in it may need a backslash in one kind, and none in another. */
function patternOfString(text: string): string {
  const parts = text.split(/\\?(['"`])/).map((part, at) => (at % 2 === 1 ? `\\\\?${part}` : RegExp.escape(part)));
  return `['"\`]${parts.join('')}['"\`]`;
}
