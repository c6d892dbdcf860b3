const HOUR = 3_600_000;

/**
 * How long a session lives, in milliseconds, by the server's clock alone: unused, and in all. `strict` is for people of an
 * organization that asks for short sessions.
 */
export function sessionLimits(strict: boolean): { idle: number; absolute: number } {
  return strict ? { idle: HOUR, absolute: 24 * HOUR } : { idle: 24 * HOUR, absolute: 30 * 24 * HOUR };
}
