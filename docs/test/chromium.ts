// Starts the Chromium that the site's tests look through.

import { findChromium } from '@workshop/client/chromium';
import { type Browser, chromium } from 'playwright-core';

const executablePath = findChromium();
if (!executablePath && process.env['CI']) throw new Error('CI needs a Chromium: apt-get install chromium, or name one in CHROMIUM');

export const hasChromium = executablePath !== undefined;

/** A title for tests that are skipped where there is none. */
export const titled = (title: string) => (hasChromium ? title : `${title} (skipped: no Chromium found, name one in CHROMIUM)`);

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: executablePath ?? '',
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
