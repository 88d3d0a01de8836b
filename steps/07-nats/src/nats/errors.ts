// What went wrong with NATS: whether it is away, or has said no.

import { JetStreamApiError } from '@nats-io/jetstream';
import { Refusal } from '@workshop/protocol';

/** JetStream can't work yet: it is starting, or its cluster has no leader (10008, 10039, 10076 in the server's errors.json). */
const NOT_READY: readonly number[] = [10008, 10039, 10076];
const NOT_FOUND: readonly number[] = [10037, 10059];

/** Whether an error means that nobody has answered. What became of the request is unknown then. */
export function isAway(error: unknown): boolean {
  if (error instanceof Refusal) return error.code === 'UNREACHABLE';
  if (error instanceof JetStreamApiError) return NOT_READY.includes(error.code);
  return (
    error instanceof Error &&
    /^(?:TimeoutError|NoRespondersError|RequestError|ConnectionError|ClosedConnectionError|DrainingConnectionError|JetStreamNotEnabled)$/.test(
      error.name,
    )
  );
}

/** Whether there is no such stream or message. */
export function isNotFound(error: unknown): boolean {
  return error instanceof JetStreamApiError && NOT_FOUND.includes(error.code);
}
