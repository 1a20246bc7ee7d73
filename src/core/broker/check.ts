import { assertNever } from '../../shared/assert-never.ts';
import type { PolicyDecision, PolicyRequest, SecurityPolicy } from '../../shared/policy/security-policy.ts';
import { decideEnv } from '../policy/decide/env.ts';
import { refuse } from '../policy/decide/refuse.ts';
import type { OwnPlaces } from '../policy/entries/own-places.ts';
import { placeFile } from './files/file-scope.ts';
import { pathProblem } from './files/guest-path.ts';
import { OwnFiles } from './files/own-files.ts';
import { placeUrl } from './http/place.ts';
import { defaultLimits } from './limits.ts';

export interface CheckOptions {
	/** Absolute path of the plugin's data folder. */
	readonly dataFolder: string;
	/** Entries that a person would add for one run. */
	readonly extraPaths?: readonly string[] | undefined;
	/** What is the program's own and out of every grant's reach. */
	readonly ownPlaces?: (() => OwnPlaces) | undefined;
}

/**
 * Decides as the broker would, through the same code: links are resolved, nothing is opened, made or connected to. Host
 * names are not looked up; the broker decides on what they lead to when it connects.
 */
export async function checkRequest(
	policy: SecurityPolicy,
	request: PolicyRequest,
	options: CheckOptions,
): Promise<PolicyDecision> {
	switch (request.kind) {
		case 'read':
		case 'write':
		case 'list': {
			const windows = process.platform === 'win32';
			const problem = pathProblem(request.path, defaultLimits.pathBytes, windows);
			if (problem !== null) return refuse('path_unclear', 'path', problem);
			const { dataFolder, extraPaths, ownPlaces } = options;
			const own = ownPlaces === undefined ? undefined : new OwnFiles(ownPlaces);
			const scope = { policy, windows, dataFolder, extraPaths, own };
			return plain((await placeFile(request.kind, request.path, scope)).decision);
		}
		case 'http':
			return (await placeUrl(policy, request.url, null)).decision;
		case 'env':
			return decideEnv(policy, request.name);
		default:
			return assertNever(request, 'policy request');
	}
}

/** Only what the contract names: a decision crosses to the faces. */
function plain(decision: PolicyDecision): PolicyDecision {
	if (!decision.allowed) return refuse(decision.kind, decision.rule, decision.reason, decision.entry);
	const { rule, entry } = decision;
	return { allowed: true, rule, ...(entry === undefined ? {} : { entry }) };
}
