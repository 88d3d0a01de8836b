// Joined once: what several sessions wait for is joined for all of them. This is the output of stage 01.

export { Output } from '01-basic-pubsub/output';
