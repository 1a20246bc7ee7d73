import type { PolicyAnswer } from '../../shared/api/routes.ts';
import { lockedDown, type PolicyDecision } from '../../shared/policy/security-policy.ts';
import { checkRequest } from '../broker/check.ts';
import type { EngineParts } from '../engine-parts.ts';
import { effectivePolicy } from '../policy/effective-policy.ts';
import { parsePolicyRequest } from '../policy/parse-request.ts';

export function showPolicy({ registry, store }: EngineParts, name: string): PolicyAnswer {
	const manifest = registry.require(name).current?.manifest ?? null;
	const granted = store.grants.current(name);
	const policy = granted?.policy ?? lockedDown;
	return {
		requested: manifest?.security_policy ?? null,
		granted,
		effective: manifest === null ? policy : effectivePolicy(policy, manifest),
	};
}

/** Decides as the broker would, touching nothing. */
export function checkAsked(parts: EngineParts, name: string, asked: string): Promise<PolicyDecision> {
	const request = parsePolicyRequest(asked);
	return checkRequest(showPolicy(parts, name).effective, request, { dataFolder: parts.registry.dataFolder(name) });
}
