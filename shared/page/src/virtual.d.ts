declare module 'virtual:workshop-packages' {
  /** By folder, such as `steps/03-auth`. */
  const packages: Readonly<Record<string, () => Promise<{ readonly default: import('./messages.ts').PackageText }>>>;
  export default packages;
}
