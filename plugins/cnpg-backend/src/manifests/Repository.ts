import { UrlReaderService } from '@backstage/backend-plugin-api';
import { ScmIntegrationRegistry } from '@backstage/integration';
import { Environment } from '@naytife/backstage-plugin-cnpg-common';

/** A repository that cannot be read: not that a file is missing, which is an answer. */
export class RepositoryError extends Error {}

/** Reads an environment's repository through Backstage's own reader, each file once. Where it is comes from the configuration alone. */
export class Repository {
  private readonly known = new Map<string, Promise<string | undefined>>();
  readonly host: string;

  constructor(
    private readonly deps: {
      urlReader: UrlReaderService;
      integrations: ScmIntegrationRegistry;
    },
    private readonly gitops: Environment['gitops'],
  ) {
    [this.host] = gitops.repoUrl.split('?');
  }

  private base(branch: string): string {
    const query = new URLSearchParams(this.gitops.repoUrl.split('?')[1]);
    const [owner, repo, project, workspace] = [
      'owner',
      'repo',
      'project',
      'workspace',
    ].map(key => query.get(key));
    const protocol = /^(localhost|127\.0\.0\.1)\b/.test(this.host)
      ? 'http'
      : 'https';
    const integration = this.deps.integrations.byHost(this.host);
    const root = `${protocol}://${this.host}`;
    switch (integration?.type) {
      case 'bitbucketServer':
        return `${root}/projects/${project}/repos/${repo}/browse/?at=${branch}`;
      case 'bitbucketCloud':
        return `${root}/${workspace}/${repo}/src/${branch}/`;
      case 'gitlab':
        return `${root}/${owner}/${repo}/-/blob/${branch}/`;
      default:
        return `${root}/${owner}/${repo}/tree/${branch}/`;
    }
  }

  /** @throws RepositoryError in the reader's words */
  private async fetch(path: string, branch: string) {
    const integration = this.deps.integrations.byHost(this.host);
    if (!integration)
      throw new RepositoryError(
        `no integration is configured for ${this.host}`,
      );
    const url = integration.resolveUrl({ url: path, base: this.base(branch) });
    try {
      const response = await this.deps.urlReader.readUrl(url);
      return (await response.buffer()).toString('utf8');
    } catch (error) {
      if (error instanceof Error && error.name === 'NotFoundError')
        return undefined;
      throw new RepositoryError(
        error instanceof Error ? error.message : String(error),
      );
    }
  }

  /** The file as it is on a branch; undefined where there is none. */
  read(path: string, branch = this.gitops.branch): Promise<string | undefined> {
    const key = `${branch}:${path}`;
    const reading = this.known.get(key) ?? this.fetch(path, branch);
    this.known.set(key, reading);
    return reading;
  }

  /**
   * Runs a function that reads files as if they were there at once: what it misses is fetched, and it runs again. It
   * must be pure.
   */
  async with<T>(
    run: (read: (path: string) => string | undefined) => T,
  ): Promise<T> {
    const files = new Map<string, string | undefined>();
    for (;;) {
      const missing = new Set<string>();
      const result = (() => {
        try {
          return {
            value: run(path =>
              files.has(path)
                ? files.get(path)
                : (missing.add(path), undefined),
            ),
          };
        } catch (error) {
          return { error };
        }
      })();
      if (!missing.size) {
        if ('error' in result) throw result.error;
        return result.value as T;
      }
      await Promise.all(
        [...missing].map(async path => files.set(path, await this.read(path))),
      );
    }
  }
}
