// The settings of stage 05: those of the stage before. Private messages need none of their own.

export { admits, settings, type Settings } from '04-typing/settings';
