// Large and small numbers, in the form in which people say them.

const compact = new Intl.NumberFormat('en', { notation: 'compact', compactDisplay: 'long', maximumSignificantDigits: 2 });
const plain = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });

/** Such as `0.02`, `4,800`, `12 thousand`. */
export function count(value: number): string {
  return value < 10_000 ? plain.format(value) : compact.format(value);
}

/** Such as `980 KiB`, `1.2 GiB`. */
export function bytes(value: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(value) / 10)));
  return value === 0 ? 'none' : `${plain.format(value / 1024 ** step)} ${units[step]}`;
}

/** Such as `20 ms`, `1.5 s`, `12 min`, `3 h`. */
export function duration(seconds: number): string {
  if (seconds < 1) return `${plain.format(seconds * 1000)} ms`;
  if (seconds < 100) return `${plain.format(seconds)} s`;
  return seconds < 6000 ? `${plain.format(seconds / 60)} min` : `${plain.format(seconds / 3600)} h`;
}

/** Such as `45 %` or `104 %`; from ten times what there is on, `12 times`. */
export function share(use: number): string {
  if (use < 0.01) return '< 1 %';
  return use < 10 ? `${Math.round(use * 100)} %` : `${count(use)} times`;
}
