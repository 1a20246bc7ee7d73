/**
 * A history of a million runs is listed by any of these without being sorted: each index is a number and a row, so that
 * it is small beside the runs.
 */
export const runOrdersIndexed = `
CREATE INDEX runs_by_duration ON runs (finished_at - started_at);
CREATE INDEX runs_by_records_in ON runs (records_in);
CREATE INDEX runs_by_records_out ON runs (records_out);
CREATE INDEX runs_by_denials ON runs (denials);
CREATE INDEX runs_by_host_calls ON runs (host_calls);
CREATE INDEX runs_by_memory ON runs (peak_memory);
`;
