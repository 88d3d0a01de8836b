// Why some checks cannot be run in a page. The same reason is the same text: readers are shown it beside the check.

export const NOT_IN_PAGE = {
  signal: 'it sends the broker a signal',
} as const;

export type NotInPage = (typeof NOT_IN_PAGE)[keyof typeof NOT_IN_PAGE];
