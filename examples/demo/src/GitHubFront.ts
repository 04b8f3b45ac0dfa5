import express, { Express, NextFunction, Request, Response } from 'express';
import { GitHub, OWNER, REPO } from './github';
import { pullRequestPage } from './pullRequestPage';

/** How GitHub misbehaves on purpose; `half-way` takes branches and no pull requests. */
export const GITHUB_FAULTS = [
  'none',
  'down',
  'unauthorized',
  'half-way',
] as const;
export type GitHubFault = (typeof GITHUB_FAULTS)[number];

interface Tree {
  tree?: { sha?: string | null; content?: string; type?: string }[];
}

/**
 * What Backstage talks to. Stands before the emulator and adds what it lacks: Enterprise's path `/api/v3`, the type of
 * tree entries, raw file contents, and the one GraphQL question of the pull request action.
 */
export class GitHubFront {
  fault: GitHubFault = 'none';

  constructor(
    private readonly github: GitHub,
    private readonly publicUrl: string,
  ) {}

  mount(app: Express): void {
    app.use('/api', express.raw({ type: '*/*', limit: '10mb' }));
    app.use('/api', (req, res, next) => this.forward(req, res).catch(next));
    app.get(`/${OWNER}/${REPO}/pull/:number`, (req, res, next) => {
      pullRequestPage(this.github, Number(req.params.number)).then(
        html => res.type('html').send(html),
        next,
      );
    });
    app.post(`/${OWNER}/${REPO}/pull/:number/merge`, (req, res, next) => {
      this.github
        .merge(Number(req.params.number))
        .then(
          () => res.redirect(`/${OWNER}/${REPO}/pull/${req.params.number}`),
          next,
        );
    });
    app.use(
      (error: Error, _req: Request, res: Response, _next: NextFunction) => {
        res.status(500).type('text').send(error.message);
      },
    );
  }

  private async forward(req: Request, res: Response): Promise<void> {
    if (this.fault === 'down') {
      req.socket.destroy();
      return;
    }
    if (this.fault === 'unauthorized') {
      res.status(401).json({ message: 'Bad credentials' });
      return;
    }
    const path = req.url.replace(/^\/v3/, '');
    if (
      this.fault === 'half-way' &&
      req.method === 'POST' &&
      path.endsWith('/pulls')
    ) {
      res.status(502).json({ message: 'Bad gateway' });
      return;
    }
    if (path.startsWith('/graphql')) {
      await this.branch(req, res);
      return;
    }
    const body =
      Buffer.isBuffer(req.body) && req.body.length ? req.body : undefined;
    const answer = await fetch(`${this.github.url}${path}`, {
      method: req.method,
      headers: {
        authorization: req.headers.authorization ?? '',
        'content-type': 'application/json',
        accept: 'application/vnd.github+json',
      },
      body:
        body &&
        (req.method === 'POST' && path.endsWith('/git/trees')
          ? this.typed(body)
          : body),
    });
    const text = await answer.text();
    if (
      /raw/.test(req.headers.accept ?? '') &&
      path.includes('/contents/') &&
      answer.ok
    ) {
      const file = JSON.parse(text) as { content: string; sha: string };
      res
        .status(200)
        .set('etag', `"${file.sha}"`)
        .type('text')
        .send(Buffer.from(file.content, 'base64'));
      return;
    }
    res
      .status(answer.status)
      .type('json')
      .send(
        text
          .replaceAll(
            `${this.github.url}/${OWNER}/`,
            `${this.publicUrl}/${OWNER}/`,
          )
          .replaceAll(
            `http://localhost:${new URL(this.github.url).port}/${OWNER}/`,
            `${this.publicUrl}/${OWNER}/`,
          ),
      );
  }

  private typed(body: Buffer): string {
    const tree = JSON.parse(body.toString()) as Tree;
    for (const entry of tree.tree ?? []) entry.type ??= 'blob';
    return JSON.stringify(tree);
  }

  private async branch(req: Request, res: Response): Promise<void> {
    const { variables } = JSON.parse(req.body.toString()) as {
      variables: { head: string };
    };
    const exists = await this.github.head(variables.head).then(
      () => true,
      () => false,
    );
    const open = (await this.github.pulls()).find(
      pull => pull.state === 'open' && pull.head.ref === variables.head,
    );
    const node = open && {
      id: `PR_${open.number}`,
      number: open.number,
      url: `${this.publicUrl}/${OWNER}/${REPO}/pull/${open.number}`,
    };
    res.json({
      data: {
        repository: {
          ref: exists
            ? { associatedPullRequests: { edges: node ? [{ node }] : [] } }
            : null,
        },
      },
    });
  }
}
