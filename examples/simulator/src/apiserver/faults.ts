import { NextFunction, Request, Response } from 'express';
import { Account, authenticate } from './access';
import { StatusError } from './objects';

/** How the API server misbehaves on purpose. */
export type ApiFault = 'none' | 'unauthorized' | 'forbidden' | 'slow' | 'gone';

const SLOW_MS = 20_000;

/** Answers wrongly, late or not at all. The operator runs beside the API server and is not told lies. */
export function misbehave(
  fault: ApiFault,
  accounts: Map<string, Account>,
  req: Request,
  res: Response,
  next: NextFunction,
): void {
  const { authorization } = req.headers;
  const token = /^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? '';
  const inside = accounts.get(token)?.user === 'system:operator';
  if (inside || fault === 'none') next();
  else if (fault === 'gone') req.socket.destroy();
  else if (fault === 'slow') setTimeout(() => res.destroyed || next(), SLOW_MS);
  else if (fault === 'unauthorized')
    next(new StatusError(401, 'Unauthorized', 'Unauthorized'));
  else {
    const { user } = authenticate(accounts, authorization);
    next(
      new StatusError(
        403,
        'Forbidden',
        `forbidden: User "${user}" cannot ${req.method.toLowerCase()} path "${
          req.path
        }"`,
      ),
    );
  }
}
