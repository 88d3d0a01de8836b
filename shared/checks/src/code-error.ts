// Finds in a stack, or in what Node printed, where the learner's code is wrong, and shows the lines there with a caret.

/** What is wrong with code that could not be run: the compiler's or the exception's own message, and where. */
export interface CodeError {
  /** Such as `SyntaxError: Expression expected`. */
  readonly message: string;
  /** Such as `steps/01-basic-pubsub/exercise/pubsub.ts:24:9`; empty where nothing says. */
  readonly place: string;
  /** The lines around it as they stand in the file, with a caret under the column. */
  readonly excerpt: string;
}

/** The lines of a file, by its path; none where there is no such file. */
export type LinesOf = (path: string) => readonly string[];

/** Only the last so many characters are searched for an error: a broker may print megabytes. */
const LIMIT = 16 * 1024;
const CONTEXT_LINES = 2;
/** A place in a file that is neither Node's own nor a package's. */
const PLACE = /(file:\/\/\/[^\s?:]*(?::\/[^\s?:]*)?|(?:\/|[A-Z]:\\)[^\s:()]*)(?:\?[^:\s]*)?:(\d+)(?::(\d+))?/g;
/** The first line of an error: its name, perhaps a code, and the message. */
const HEADLINE = /^(?:Uncaught )?([A-Z]\w*(?:Error|Exception)?)(?: \[(\w+)\])?: (.*)$/m;

/**
 * @param printed the stack of an error, or all that Node printed before it ended
 * @param root the folder that places are told relative to
 * @param linesOf the source: the files on the disk, or what an editor has
 * @returns `undefined` where there is no JavaScript error in it
 */
export function codeErrorIn(printed: string, root: string, linesOf: LinesOf): CodeError | undefined {
  const text = printed.slice(-LIMIT);
  const [, name = '', code, words = ''] = HEADLINE.exec(text) ?? [];
  if (name === '') return undefined;
  const message = plain(name, code, words, root);
  const missing = code === 'ERR_MODULE_NOT_FOUND' ? placeOfImport(words, linesOf) : undefined;
  const place = missing ?? firstPlace(text, root);
  if (!place) return { message, place: '', excerpt: '' };
  const { path, line, column = caretIn(text) } = place;
  return {
    message,
    place: `${pathFrom(root, path)}:${line}${column ? `:${column}` : ''}`,
    excerpt: excerptOf(linesOf(path), line, column),
  };
}

interface Place {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly column?: number | undefined;
}

/** What Node says and, for a mistake that a learner of this workshop may make, what would be right. */
function plain(name: string, code: string | undefined, words: string, root: string): string {
  const folder = root.replace(/[\\/]$/, '');
  const text = words.replaceAll(`${folder}/`, '').replaceAll(`${folder}\\`, '');
  if (code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX')
    return `${text}: Node strips types and generates no code; use a const object and a union`;
  if (code === 'ERR_MODULE_NOT_FOUND') return text.replace(/ imported from .*/, '');
  const [, lost] = / does not provide an export named '(\w+)'/.exec(text) ?? [];
  if (lost !== undefined) return `${name}: ${text}: if it is a type, import it as "type ${lost}"; if not, write export before it there`;
  return `${name}: ${text}`;
}

/** The learner's own file comes before any other that the stack names. */
function firstPlace(text: string, root: string): Place | undefined {
  const places = [...text.matchAll(PLACE)].flatMap(([, file = '', line, column]): Place[] => {
    const path = file.startsWith('file:') ? pathOf(file) : file;
    if (!path.startsWith(root) || /[\\/]node_modules[\\/]/.test(path)) return [];
    return [{ path, line: Number(line), column: column === undefined ? undefined : Number(column) }];
  });
  return places.find(({ path }) => /[\\/]exercise[\\/]/.test(path)) ?? places[0];
}

/** `Cannot find module '/…/missing.ts' imported from /…/pubsub.ts` names the file, but not the line. */
function placeOfImport(words: string, linesOf: LinesOf): Place | undefined {
  const [, wanted = '', path = ''] = /'([^']+)' imported from (.*)$/.exec(words) ?? [];
  const [, name = ''] = /([^\\/]+)$/.exec(wanted) ?? [];
  const lines = linesOf(path);
  const at = lines.findIndex((text) => /\b(?:from|import)\b/.test(text) && text.includes(name));
  return at < 0 ? undefined : { path, line: at + 1, column: (lines[at] ?? '').indexOf(name) + 1 };
}

/** The column of the caret that Node drew below the line. */
function caretIn(text: string): number | undefined {
  const caret = /^([^\S\n]*)\^+[^\S\n]*$/m.exec(text)?.[1];
  return caret === undefined ? undefined : caret.length + 1;
}

/** The line with those around it, and a caret under the column. Lines and columns count from 1. */
export function excerptOf(lines: readonly string[], line: number, column?: number): string {
  const first = Math.max(1, line - CONTEXT_LINES);
  const width = String(line + 1).length;
  return lines
    .slice(first - 1, line + 1)
    .flatMap((text, index) => {
      const number = first + index;
      const shown = `${number === line ? '>' : ' '} ${String(number).padStart(width)} | ${text}`.trimEnd();
      return number === line && column ? [shown, `  ${' '.repeat(width)} | ${text.slice(0, column - 1).replace(/\S/g, ' ')}^`] : [shown];
    })
    .join('\n');
}

/** The path that a `file:` URL names, with a drive on Windows. */
function pathOf(url: string): string {
  const path = decodeURIComponent(new URL(url).pathname);
  return /^\/[A-Za-z]:\//.test(path) ? path.slice(1).replaceAll('/', '\\') : path;
}

function pathFrom(root: string, path: string): string {
  const inside = path.startsWith(root) ? path.slice(root.length).replace(/^[\\/]/, '') : path;
  return inside.replaceAll('\\', '/');
}
