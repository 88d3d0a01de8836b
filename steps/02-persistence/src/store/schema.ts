// The tables of the SQLite file.

/** In the file's header, to say that the file is ours (`application_id`) and which schema it has (`user_version`). */
export const APPLICATION_ID = 0x42594f4d;
export const SCHEMA_VERSION = 1;

// A log has the messages from `first` to `newest`; those up to `floor` are retired. They are stored side by side, in the order of their
// seq, so that history and resume read one stretch of the file. The index `ids` finds a repeat, and `conversations` finds the messages of
// one party in an inbox, both without reading the messages themselves. `ids` begins with the id, because those that a broker makes begin
// alike: what many senders publish in one turn lies side by side there too, and the commit writes few pages.
export const SCHEMA = `
  CREATE TABLE store (epoch TEXT NOT NULL) STRICT;
  CREATE TABLE logs (
    key TEXT PRIMARY KEY, first INTEGER NOT NULL, floor INTEGER NOT NULL, newest INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE messages (
    key TEXT NOT NULL, seq INTEGER NOT NULL, target TEXT NOT NULL, sender TEXT NOT NULL, id TEXT NOT NULL,
    time INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (key, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE notes (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX ids ON messages (key, id, sender, target);
  CREATE INDEX conversations ON messages (key, target, seq) WHERE target <> '';
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${SCHEMA_VERSION};
`;
