import type { Ask } from '../../shared/policy/ask.ts';
import { type LimitField, type LimitName, limitNames, policyLimits } from '../../shared/policy/policy-limits.ts';
import type { SecurityPolicy } from '../../shared/policy/security-policy.ts';

export interface DescribedLimit extends Ask {
	readonly limit: LimitField;
}

/** Limits above the defaults; the defaults go without saying. */
export function describeLimits(policy: SecurityPolicy): readonly DescribedLimit[] {
	return limitNames.flatMap((name) => {
		const { field, usual } = policyLimits[name];
		return policy[field] > usual ? [describe[name](policy[field])] : [];
	});
}

const describe: Readonly<Record<LimitName, (value: number) => DescribedLimit>> = {
	memory: describeMemory,
	time: describeTime,
	written: describeWritten,
	files: describeFiles,
};

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
