// The options of stage 05's broker: those of the stage before.

export { optionsOf } from '04-typing/options';
