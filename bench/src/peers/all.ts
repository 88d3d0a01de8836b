// All peers that take part in pub/sub.

import { cEpoll, mosquitto, natsServer, pythonWebsockets, redis } from './installed.ts';
import { aedes, plainLoop, readyFrames, socketIoRooms, uws } from './packages.ts';
import type { Peer } from './peer.ts';
import { stage01, stage06 } from './stages.ts';

/** Ours first: the others are compared with it. */
export const ALL: readonly Peer[] = [
  stage01,
  stage06,
  plainLoop,
  readyFrames,
  socketIoRooms,
  aedes,
  uws,
  redis,
  natsServer,
  mosquitto,
  pythonWebsockets,
  cEpoll,
];
