import { Finding } from '@naytife/backstage-plugin-cnpg-common';

export const error = (
  code: string,
  path: string,
  message: string,
): Finding => ({ code, severity: 'error', path, message });

export const warning = (
  code: string,
  path: string,
  message: string,
): Finding => ({ code, severity: 'warning', path, message });

export const blocks = (findings: Finding[]): boolean =>
  findings.some(({ severity }) => severity === 'error');
