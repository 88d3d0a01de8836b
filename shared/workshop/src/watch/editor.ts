// Opens a file in the editor that the learner's environment names, else in VS Code.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import launchEditor from 'launch-editor';

/** The editors that need the terminal for themselves. All of them take `+LINE` before the file. */
const IN_TERMINAL = /(?:^|[\\/])(?:n?vim?|vi|nano|pico|emacs|micro|hx|helix|kak|joe|ne)(?:\.exe)?$/;

/**
 * Resolves when an editor that needs the terminal has ended; at once for any other editor.
 * @param environment may have an editor's command, with options, as VISUAL or EDITOR
 * @throws {Error} when an editor cannot be started in the terminal; for any other editor, the error is printed
 */
export async function openInEditor(path: string, line: number, environment: NodeJS.ProcessEnv = process.env): Promise<void> {
  const command = environment['VISUAL'] || environment['EDITOR'] || 'code';
  const [program = command, ...options] = command.split(' ');
  if (!IN_TERMINAL.test(program)) {
    launchEditor(`${path}:${line}`, command, () => {
      console.log(`Set EDITOR to the command that starts yours, such as EDITOR=nano, or open ${path}:${line} yourself.`);
    });
    return;
  }
  const outputs = [process.stdout, process.stderr];
  for (const output of outputs) output.cork(); // what is printed meanwhile is shown afterwards
  try {
    await once(spawn(program, [...options, `+${line}`, path], { stdio: 'inherit' }), 'close');
  } finally {
    for (const output of outputs) output.uncork();
  }
}
