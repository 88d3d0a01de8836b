// Why some checks cannot be run in a page. Each reason has one text, which readers see beside each check that it applies to.

export const NOT_IN_PAGE = {
  bytes: 'it sends bytes that no WebSocket API sends',
  signal: 'it sends the broker a signal',
  addresses: 'it looks at which addresses of the machine can be reached',
  file: 'it needs the database file',
  memory: 'it measures the memory of a process',
  links: 'it needs several brokers, and a network between them',
  nats: 'it needs a NATS server',
} as const;

export type NotInPage = (typeof NOT_IN_PAGE)[keyof typeof NOT_IN_PAGE];
