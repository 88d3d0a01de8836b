// What a prediction asks the playground of its page to play.

import { shallowRef } from 'vue';

/** A scene. Each request is a new object, so that the same scene may be asked for again. */
export const asked = shallowRef<{ readonly scene: string }>();
