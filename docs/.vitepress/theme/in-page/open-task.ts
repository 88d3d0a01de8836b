// The task whose editor is open: only one in each page, since the tasks of a file share its text.

import { ref } from 'vue';

/** Its number. */
export const openTask = ref<string>();
