// What learners type into the search, and the places that answer it: one of them must be among the first three.

export const questions: readonly (readonly [question: string, ...places: string[]])[] = [
  // Words of the trade.
  ['slow reader', '/01-basic-pubsub#_1-6-a-slow-reader'],
  ['message broker', '/glossary#broker'],
  ['what is fan-out', '/01-basic-pubsub#_1-3-fan-out'],
  ['backpressure', '/glossary#back-pressure'],
  ['exactly once', '/glossary#exactly-once'],
  ['what is an epoch', '/glossary#epoch'],
  ['wildcard', '/glossary#pattern', '/06-federation#a-tree-of-words'],
  ['typing indicator', '/04-typing#_4-typing'],
  ['presence', '/your-network#what-to-try-next'],
  ['benchmarks', '/benchmarks#benchmarks'],
  [
    'is it faster than redis',
    '/benchmarks#benchmarks',
    '/benchmarks#what-the-figures-don-t-say',
    '/benchmarks#where-we-lose',
    '/benchmarks#fan-out',
  ],
  ['system call', '/as-fast-as-the-wire#what-a-system-call-costs'],
  ['one write a turn', '/as-fast-as-the-wire#one-write-a-turn'],
  ['garbage collector', '/as-fast-as-the-wire#what-garbage-costs'],
  ['kafka', '/where-next#which-one-to-take', '/07-nats#when-to-take-which'],
  // Settings, codes, and what stands in a component.
  ['BROKER_NAME', '/protocol#running-a-broker'],
  ['max_buffer_bytes', '/protocol#running-a-broker'],
  ['BAD_FRAME', '/protocol#errors'],
  ['breakpoint', '/01-basic-pubsub#predict-first'],
  // The workshop itself.
  ['how do I reset', '/troubleshooting#start-over', '/getting-started#compare-look-it-up-start-over'],
  ['how do I get a hint', '/troubleshooting#stuck', '/getting-started#how-the-workshop-works'],
  ['skip a task', '/troubleshooting#stuck'],
  ['show me the solution', '/troubleshooting#stuck'],
  ['how long does it take', '/teaching#how-long-it-takes'],
  ['python', '/grade-your-own#grade-your-own-language'],
  ['final challenge', '/where-next#the-final-challenge'],
  // What is in the way.
  ['JWT expired', '/troubleshooting#token-expired'],
  ['port already in use', '/troubleshooting#port-in-use'],
  ['EADDRINUSE', '/troubleshooting#port-in-use'],
  ['websocket connection failed', '/troubleshooting#websocket-connection-failed'],
  ['nothing happens when I save', '/troubleshooting#nothing-happens-when-i-save'],
  ['pnpm not found', '/troubleshooting#pnpm-command-not-found'],
  ['windows', '/troubleshooting#windows'],
  ['offline', '/troubleshooting#offline'],
  // Running it for others.
  ['docker', '/in-production#in-a-container'],
  ['nginx', '/in-production#tls-with-nginx-or-caddy'],
  ['wss certificate', '/in-production#tls-with-nginx-or-caddy'],
  ['backup', '/in-production#backups'],
];
