/**
 * How cron expressions are read, by the engine and where the next times are shown. Times that a person names (`30 2,14 * * *`)
 * come once each day: one that the clock leaves out when it is put forward comes right after, one that it has twice comes the
 * first time. What comes every so many minutes or hours (`0 * * * *`) goes by the clock as it is.
 */
export const cronRules = { mode: '5-part', paused: true, fixedTimeRule: 'no-wildcard' } as const;

/** So many missed times are counted one by one: from there on, there may have been more. */
export const MOST_COUNTED = 1000;
