// Suite 06: the protocol page's section 7, as far as a client of several brokers can notice.

import type { Suite } from '../../check.ts';
import { addresses } from './addresses.ts';
import { doors } from './doors.ts';
import { interest } from './interest.ts';
import { links } from './links.ts';
import { outages } from './outages.ts';
import { presence } from './presence.ts';
import { strangers } from './strangers.ts';
import { topics } from './topics.ts';

export const suite: Suite = {
  stage: '06-federation',
  checks: [...topics, ...links, ...interest, ...presence, ...addresses, ...outages, ...doors, ...strangers],
};
