import { UrlReaderService } from '@backstage/backend-plugin-api';
import { ScmIntegrationRegistry } from '@backstage/integration';
import { Environment, branchUrl } from '@naytife/backstage-plugin-cnpg-common';

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

  /** @throws RepositoryError in the reader's words */
  private async fetch(path: string, branch: string) {
    const integration = this.deps.integrations.byHost(this.host);
    if (!integration)
      throw new RepositoryError(
        `no integration is configured for ${this.host}`,
      );
    const base = branchUrl(this.gitops.repoUrl, branch, integration.type);
    const url = integration.resolveUrl({ url: path, base });
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
