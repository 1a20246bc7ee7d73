/** Of all records of a trial that go in, and of all that comes out. bytes */
export const MAX_TRIAL_BYTES = 4 * 1024 * 1024;
