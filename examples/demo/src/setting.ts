/** Ports, tokens and paths arrive by the environment: the command that starts the demo chooses them. */
export function setting(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new Error(`${name} is not set; start the demo with "npm run demo".`);
  return value;
}
