import { RequestHandler } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Access } from '../permissions/Access';

/** Each of these asks Git and the API server; a form that is typed into asks once a second at most. */
const A_MINUTE = { points: 120, duration: 60 };

/** Refuses a user who asks too often with 429 and Retry-After (seconds); nobody else waits for it. */
export function perUser(access: Access): RequestHandler {
  const limiter = new RateLimiterMemory(A_MINUTE);
  return async (req, res, next) => {
    try {
      const { principal } = await access.credentials(req);
      const key =
        principal.type === 'user' ? principal.userEntityRef : principal.subject;
      await limiter.consume(key);
      next();
    } catch (problem) {
      if (!(problem instanceof RateLimiterRes)) {
        next(problem);
        return;
      }
      const seconds = Math.ceil(problem.msBeforeNext / 1000);
      res
        .status(429)
        .set('Retry-After', String(seconds))
        .json({
          error: {
            name: 'TooManyRequests',
            message: `You have asked ${A_MINUTE.points} times within a minute; try again in ${seconds} s.`,
          },
        });
    }
  };
}
