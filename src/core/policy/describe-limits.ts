import type { Ask } from '../../shared/policy/ask.ts';
import {
	DEFAULT_MEMORY_BYTES,
	DEFAULT_NEW_FILES,
	DEFAULT_TIMEOUT_MS,
	DEFAULT_WRITE_BYTES,
} from '../../shared/policy/limits.ts';
import type { SecurityPolicy } from '../../shared/policy/security-policy.ts';

export interface DescribedLimit extends Ask {
	readonly limit: 'max_memory' | 'max_execution_time' | 'max_write_bytes' | 'max_new_files';
}

/** Limits above the defaults; the defaults go without saying. */
export function describeLimits(policy: SecurityPolicy): readonly DescribedLimit[] {
	return [
		...(policy.max_memory > DEFAULT_MEMORY_BYTES ? [describeMemory(policy.max_memory)] : []),
		...(policy.max_execution_time > DEFAULT_TIMEOUT_MS ? [describeTime(policy.max_execution_time)] : []),
		...(policy.max_write_bytes > DEFAULT_WRITE_BYTES ? [describeWritten(policy.max_write_bytes)] : []),
		...(policy.max_new_files > DEFAULT_NEW_FILES ? [describeFiles(policy.max_new_files)] : []),
	];
}

function describeMemory(bytes: number): DescribedLimit {
	return {
		text: `Use up to ${rounded(bytes / 1024 / 1024)} MiB of memory.`,
		risk: 'low',
		entry: String(bytes),
		subject: { kind: 'memory', bytes },
		limit: 'max_memory',
	};
}

function describeTime(ms: number): DescribedLimit {
	return {
		text: `Take up to ${rounded(ms / 1000)} s per call.`,
		risk: 'low',
		entry: String(ms),
		subject: { kind: 'time', ms },
		limit: 'max_execution_time',
	};
}

function describeWritten(bytes: number): DescribedLimit {
	return {
		text: `Write up to ${rounded(bytes / 1024 / 1024)} MiB in each run.`,
		risk: 'low',
		entry: String(bytes),
		subject: { kind: 'written', bytes },
		limit: 'max_write_bytes',
	};
}

function describeFiles(files: number): DescribedLimit {
	return {
		text: `Create up to ${files} files and folders in each run.`,
		risk: 'low',
		entry: String(files),
		subject: { kind: 'files', files },
		limit: 'max_new_files',
	};
}

function rounded(value: number): string {
	return String(Math.round(value * 100) / 100);
}
