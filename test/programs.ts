/** The programs that tests run besides the lab's own, each with the Debian package that holds it. */
export const PACKAGES = {
  aws: 'awscli',
  chromium: 'chromium',
  curl: 'curl',
  'docker-registry': 'docker-registry',
  python3: 'python3',
  tcpdump: 'tcpdump',
} as const;

export type Program = keyof typeof PACKAGES;
