// Says on stderr what is going on: one line that is written anew on a terminal, and elsewhere a line for each round.

export class Progress {
  #last = '';

  /** @param round what of the scenario is being done @param peer with whom */
  say(scenario: string, round: string, peer: string): void {
    const line = `${scenario}: ${round}`;
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${`${line}, ${peer}`.slice(0, process.stderr.columns - 1)}`);
    else if (line !== this.#last) console.error(line);
    this.#last = line;
  }

  /** Makes room for something else. */
  clear(): void {
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  }
}
