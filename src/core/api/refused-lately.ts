import type { RefusedAnswer } from '../../shared/api/policy-routes.ts';
import { canEntryHelp } from '../../shared/policy/denial-kind.ts';
import type { PolicyRequest } from '../../shared/policy/security-policy.ts';
import { checkRequest } from '../broker/check.ts';
import { narrowestRule } from '../policy/narrowest-rule.ts';
import { requestOf } from './denied-request.ts';
import type { HandlerDeps } from './handler-deps.ts';
import { showPolicy } from './policy-handlers.ts';

/** What a plugin was refused lately, with what would allow it and whether the policy in force does by now. */
export function refusedLately(
	deps: HandlerDeps,
	{ name, limit }: { readonly name: string; readonly limit: number },
): Promise<readonly RefusedAnswer[]> {
	const { effective } = showPolicy(deps, name);
	const dataFolder = deps.registry.dataFolder(name);
	const allows = async (request: PolicyRequest): Promise<boolean> =>
		(await checkRequest(effective, request, { dataFolder, ownPlaces: deps.ownPlaces })).allowed;
	return Promise.all(
		deps.store.runs.refusals(name, limit).map(async (refusal) => {
			const request = canEntryHelp(refusal.kind) ? requestOf(refusal.op, refusal.target) : null;
			if (request === null) return { ...refusal, entry: null, allowedNow: false };
			return { ...refusal, entry: narrowestRule(request)?.entry ?? null, allowedNow: await allows(request) };
		}),
	);
}
