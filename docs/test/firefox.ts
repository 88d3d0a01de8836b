// Starts the installed Firefox, over WebDriver BiDi: it needs no build of its own for that.

import { existsSync } from 'node:fs';
import puppeteer, { type Browser } from 'puppeteer-core';

const PLACES = [
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
];

const executablePath = [process.env['FIREFOX'] ?? '', ...PLACES].find((path) => path !== '' && existsSync(path));
if (!executablePath && process.env['CI']) throw new Error('CI needs a Firefox: apt-get install firefox-esr, or name one in FIREFOX');

export const hasFirefox = executablePath !== undefined;

/** A title for tests that are skipped where there is none. */
export const titledFirefox = (title: string) => (hasFirefox ? title : `${title} (skipped: no Firefox found, name one in FIREFOX)`);

export function launchFirefox(): Promise<Browser> {
  return puppeteer.launch({ browser: 'firefox', executablePath: executablePath ?? '', headless: true });
}
