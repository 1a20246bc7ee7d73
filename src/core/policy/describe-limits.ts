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
		const value = policy[field];
		return value > usual ? [{ ...wordsOf[name](value), risk: 'low', entry: String(value), limit: field }] : [];
	});
}

type Words = Pick<DescribedLimit, 'text' | 'subject'>;

const wordsOf: Readonly<Record<LimitName, (value: number) => Words>> = {
	memory: (bytes) => ({
		text: `Use up to ${rounded(bytes / 1024 / 1024)} MiB of memory.`,
		subject: { kind: 'memory', bytes },
	}),
	time: (ms) => ({ text: `Take up to ${rounded(ms / 1000)} s per call.`, subject: { kind: 'time', ms } }),
	written: (bytes) => ({
		text: `Write up to ${rounded(bytes / 1024 / 1024)} MiB in each run.`,
		subject: { kind: 'written', bytes },
	}),
	files: (files) => ({
		text: `Create up to ${files} files and folders in each run.`,
		subject: { kind: 'files', files },
	}),
};

function rounded(value: number): string {
	return String(Math.round(value * 100) / 100);
}
