// From chapter 4 on, everyone logs in before a scene begins.

import type { Step } from '../scene.ts';

/** @param users by the names of their clients */
export function logins(users: Readonly<Record<string, string>>): Step[] {
  const names = Object.entries(users);
  return [...names.map(([who]): Step => ({ who, logsIn: {} })), ...names.map(([who, user]): Step => ({ who, gets: `OK:AUTH:${user}` }))];
}
