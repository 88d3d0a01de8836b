// What a prediction asks the playground of its page to play.

import { shallowRef } from 'vue';

/** A scene, as an object of its own each time: the same may be asked for again. */
export const asked = shallowRef<{ readonly scene: string }>();
