import { readFileSync } from 'node:fs';

export const OWNER = 'naytife';
export const REPO = 'commerce';

/** A GitHub that exists only on loopback, and the few calls that the demo itself makes to it. */
export class GitHub {
  private constructor(
    readonly url: string,
    private readonly token: string,
    private readonly emulator: { close(): Promise<void> | void },
  ) {}

  static async start(port: number, token: string): Promise<GitHub> {
    // Offered as an ES module only.
    const { createEmulator } = await import('emulate');
    const emulator = await createEmulator({
      service: 'github',
      port,
      seed: {
        tokens: { [token]: { login: 'portal', scopes: ['repo'] } },
        github: {
          users: [{ login: 'portal', name: 'Naytife portal' }],
          orgs: [
            {
              login: OWNER,
              name: 'Naytife',
              members: [{ login: 'portal', role: 'admin' }],
            },
          ],
          repos: [
            {
              owner: OWNER,
              name: REPO,
              description: 'Naytife commerce',
              auto_init: true,
            },
          ],
        },
      },
    });
    return new GitHub(`http://127.0.0.1:${port}`, token, emulator);
  }

  async close(): Promise<void> {
    await this.emulator.close();
  }

  /** @throws Error with GitHub's own message */
  async call<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        'content-type': 'application/json',
        accept: 'application/vnd.github+json',
      },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok)
      throw new Error(
        `GitHub ${method} ${path}: ${response.status} ${text.slice(0, 200)}`,
      );
    return (text ? JSON.parse(text) : undefined) as T;
  }

  private repo<T>(method: string, path: string, body?: object): Promise<T> {
    return this.call<T>(method, `/repos/${OWNER}/${REPO}${path}`, body);
  }

  async put(path: string, content: string, message: string): Promise<void> {
    const current = await this.repo<{ sha: string }>(
      'GET',
      `/contents/${path}`,
    ).catch(() => undefined);
    await this.repo('PUT', `/contents/${path}`, {
      message,
      content: Buffer.from(content).toString('base64'),
      branch: 'main',
      ...(current ? { sha: current.sha } : {}),
    });
  }

  async putFile(path: string, file: string): Promise<void> {
    await this.put(path, readFileSync(file, 'utf8'), `Add ${path}`);
  }

  async head(branch: string): Promise<string> {
    return (
      await this.repo<{ object: { sha: string } }>(
        'GET',
        `/git/ref/heads/${branch}`,
      )
    ).object.sha;
  }

  /** All files of a branch, path → content. */
  async files(ref: string): Promise<Map<string, string>> {
    const { tree } = await this.repo<{
      tree: { path: string; type: string; sha: string }[];
    }>('GET', `/git/trees/${encodeURIComponent(ref)}?recursive=1`);
    const blobs = await Promise.all(
      tree
        .filter(entry => entry.type === 'blob')
        .map(async entry => {
          const blob = await this.repo<{ content: string; encoding: string }>(
            'GET',
            `/git/blobs/${entry.sha}`,
          );
          return [
            entry.path,
            Buffer.from(
              blob.content,
              blob.encoding === 'base64' ? 'base64' : 'utf8',
            ).toString(),
          ] as const;
        }),
    );
    return new Map(blobs);
  }

  pulls(): Promise<PullRequest[]> {
    return this.repo('GET', '/pulls?state=all');
  }

  pull(number: number): Promise<PullRequest> {
    return this.repo('GET', `/pulls/${number}`);
  }

  merge(number: number): Promise<unknown> {
    return this.repo('PUT', `/pulls/${number}/merge`, {});
  }
}

export interface PullRequest {
  number: number;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  merged?: boolean;
  merged_at?: string | null;
  head: { ref: string; sha: string };
  base: { ref: string; sha: string };
}
