import type {
	DescribeAnswer,
	PolicyAnswer,
	PolicyListEntry,
	PreviewAnswer,
	SuggestAnswer,
} from '../../shared/api/policy-routes.ts';
import type { DecidedOp } from '../../shared/host/operations.ts';
import { lockedDown, type PolicyDecision, type SecurityPolicy } from '../../shared/policy/security-policy.ts';
import { checkRequest } from '../broker/check.ts';
import { policyProblems } from '../policy/check-policy.ts';
import { describeRequests } from '../policy/describe-requests.ts';
import { effectivePolicy } from '../policy/effective-policy.ts';
import { namesOwnFiles, type OwnPlaces } from '../policy/entries/own-places.ts';
import { narrowestRule } from '../policy/narrowest-rule.ts';
import { parsePolicyRequest } from '../policy/parse-request.ts';
import { ceilingsOf } from '../program/settings.ts';
import type { NamedVersion } from '../registry/registry.ts';
import { requestOf } from './denied-request.ts';
import type { HandlerDeps } from './handler-deps.ts';

/** The version that somebody looked at; undefined: nobody says. */
export function seenIn({ sha256, manifestSha256 }: Seen): NamedVersion | undefined {
	return sha256 === undefined ? undefined : { sha256, manifestSha256 };
}

interface Seen {
	readonly sha256?: string | undefined;
	readonly manifestSha256?: string | undefined;
}

export function showPolicy({ registry, store }: HandlerDeps, name: string): PolicyAnswer {
	const { current, state } = registry.require(name);
	const manifest = current?.manifest ?? null;
	const granted = store.grants.inForce(name);
	const policy = granted?.policy ?? lockedDown;
	return {
		requested: manifest?.security_policy ?? null,
		granted,
		effective: effectivePolicy(policy, manifest ?? {}, ceilingsOf(store.settings)),
		sha256: current?.sha256 ?? null,
		manifestSha256: current?.manifestSha256 ?? null,
		isWaiting: state === 'waiting_for_review',
	};
}

export function listPolicies({ registry, store }: HandlerDeps): readonly PolicyListEntry[] {
	const grants = new Map(store.grants.newest().map((grant) => [grant.plugin, grant]));
	const ceilings = ceilingsOf(store.settings);
	return registry.list().map(({ name, current, grantVersion }) => {
		const granted = grantVersion === 0 ? null : (grants.get(name) ?? null);
		return {
			name,
			granted,
			effective: effectivePolicy(granted?.policy ?? lockedDown, current?.manifest ?? {}, ceilings),
		};
	});
}

export function describePolicy({ ownPlaces }: Pick<HandlerDeps, 'ownPlaces'>, policy: SecurityPolicy): DescribeAnswer {
	const own = ownPlaces();
	return { problems: problemsOf(policy, own), asks: describeRequests(policy, own) };
}

function problemsOf(policy: SecurityPolicy, own: OwnPlaces): DescribeAnswer['problems'] {
	return policyProblems(policy, {}, own).map(({ path, message, hint }) => ({
		path,
		message: `${message.charAt(0).toUpperCase()}${message.slice(1)} ${hint}`,
	}));
}

/** Decides as the broker would, touching nothing. */
export function checkAsked(deps: HandlerDeps, name: string, asked: string): Promise<PolicyDecision> {
	const request = parsePolicyRequest(asked);
	const { registry, ownPlaces } = deps;
	const options = { dataFolder: registry.dataFolder(name), ownPlaces };
	return checkRequest(showPolicy(deps, name).effective, request, options);
}

/** The grant with the narrowest rule added that would have allowed a refused request; nothing is stored. */
export function suggestRule(
	{ registry, store, ownPlaces }: HandlerDeps,
	{ name, op, target }: { readonly name: string; readonly op: DecidedOp; readonly target: string },
): SuggestAnswer {
	registry.require(name);
	const rule = narrowestRule(requestOf(op, target));
	if (rule === null || namesOwnFiles(rule.entry, ownPlaces())) return { rule: null, list: null, policy: null };
	const policy = store.grants.inForce(name)?.policy ?? lockedDown;
	const entries = policy[rule.list];
	return {
		rule: rule.entry,
		list: rule.list,
		policy: {
			...policy,
			[rule.gate]: true,
			[rule.list]: entries.includes(rule.entry) ? entries : [...entries, rule.entry],
		},
	};
}

/** What a draft would mean: its problems, what would be in force, and how it would decide. Nothing is stored. */
export async function previewPolicy(
	deps: HandlerDeps,
	{
		name,
		policy,
		request,
	}: { readonly name: string; readonly policy: SecurityPolicy; readonly request?: string | undefined },
): Promise<PreviewAnswer> {
	const { registry, store, ownPlaces } = deps;
	const limits = registry.require(name).current?.manifest ?? {};
	const effective = effectivePolicy(policy, limits, ceilingsOf(store.settings));
	const asked = request === undefined || request.trim() === '' ? null : parsePolicyRequest(request);
	return {
		problems: problemsOf(policy, ownPlaces()),
		effective,
		decision:
			asked === null
				? null
				: await checkRequest(effective, asked, { dataFolder: registry.dataFolder(name), ownPlaces }),
	};
}
