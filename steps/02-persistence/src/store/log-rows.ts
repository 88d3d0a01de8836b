// The rows of the table `logs` that the running transaction has in hand: each is read once, and written once at the end, however many
// messages the transaction adds to its log. So a message costs one statement, and not one for each number that changes with it.

/** The numbers of a log: it has the messages from `first` to `newest`, of which those up to `floor` are retired. */
export interface LogRow {
  first: number;
  floor: number;
  newest: number;
  /** When the message `first` was published, once somebody has asked. */
  firstTime?: number | undefined;
}

interface Statements {
  readonly loadLog: { get(key: string): LogRow | undefined };
  readonly saveLog: { run(key: string, first: number, floor: number, newest: number): unknown };
}

export class LogRows {
  readonly #statements: Statements;
  readonly #inHand = new Map<string, LogRow>();

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** Runs the work of a transaction, in which rows may be changed, and writes them. If it fails, they are as they were. */
  during(work: () => void): void {
    try {
      work();
      this.write();
    } finally {
      this.#inHand.clear();
    }
  }

  /** Writes the rows that are in hand, so that a query finds them. */
  write(): void {
    for (const [key, { first, floor, newest }] of this.#inHand) this.#statements.saveLog.run(key, first, floor, newest);
  }

  /** The row of a log, to be read. */
  find(key: string): Readonly<LogRow> {
    return this.#inHand.get(key) ?? this.#statements.loadLog.get(key) ?? { first: 1, floor: 0, newest: 0 };
  }

  /** The row of a log, to be changed by the transaction that runs. */
  take(key: string): LogRow {
    const row = this.find(key);
    this.#inHand.set(key, row);
    return row;
  }
}
