import type { Manifest } from '../../../../shared/plugin/manifest.ts';
import type { SecurityPolicy } from '../../../../shared/policy/security-policy.ts';

const MIB = 1024 * 1024;
const memorySteps = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048].map((mib) => mib * MIB);
const timeSteps = [100, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000, 300_000];

export interface LimitChoices {
	/** What the plugin asks for. */
	readonly asked: number;
	/** In force until a person chooses. */
	readonly suggested: number;
	/** Ascending. */
	readonly options: readonly number[];
}

/** bytes; `least`: what the module needs to begin with. */
export function memoryChoices(manifest: Manifest, granted: SecurityPolicy | null, least: number): LimitChoices {
	const asked = Math.min(manifest.security_policy.max_memory, manifest.memory_limit ?? Number.POSITIVE_INFINITY);
	return choices(asked, granted?.max_memory, memorySteps, least);
}

/** ms */
export function timeChoices(manifest: Manifest, granted: SecurityPolicy | null): LimitChoices {
	const asked = Math.min(manifest.security_policy.max_execution_time, manifest.timeout_ms ?? Number.POSITIVE_INFINITY);
	return choices(asked, granted?.max_execution_time, timeSteps, 0);
}

/** An update gets no more than was granted until a person gives it. */
function choices(asked: number, granted: number | undefined, steps: readonly number[], least: number): LimitChoices {
	const suggested = granted ?? asked;
	const most = Math.max(asked, suggested);
	const options = new Set([...steps.filter((step) => step < most && step >= least), asked, suggested]);
	return { asked, suggested, options: [...options].toSorted((left, right) => left - right) };
}
