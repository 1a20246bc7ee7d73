import type { Ask } from '../../shared/policy/ask.ts';
import type { SecurityPolicy } from '../../shared/policy/security-policy.ts';
import { describeLimits } from './describe-limits.ts';
import { describeHost, describePath, describeVariable } from './describe-requests.ts';
import { parseHostEntry } from './entries/host-entry.ts';
import type { OwnPlaces } from './entries/own-places.ts';
import { parsePathEntry } from './entries/path-entry.ts';

export interface PolicyComparison {
	/** Asked for, not granted. */
	readonly added: readonly Ask[];
	/** Asked for and granted. */
	readonly kept: readonly Ask[];
	/** Granted, no longer asked for. */
	readonly dropped: readonly Ask[];
}

/** What a request for powers changes against the grant in force, in the terms of `describeRequests`. */
export function comparePolicies(requested: SecurityPolicy, granted: SecurityPolicy, own?: OwnPlaces): PolicyComparison {
	const asked = itemsOf(requested, own);
	return {
		added: asked.filter((item) => !item.heldBy(granted)).map(({ ask }) => ask),
		kept: asked.filter((item) => item.heldBy(granted)).map(({ ask }) => ask),
		dropped: itemsOf(granted, own)
			.filter((item) => !item.heldBy(requested))
			.map(({ ask }) => ask),
	};
}

interface Item {
	readonly ask: Ask;
	readonly heldBy: (policy: SecurityPolicy) => boolean;
}

function itemsOf(policy: SecurityPolicy, own: OwnPlaces | undefined): readonly Item[] {
	return [
		...(policy.allow_file_system ? policy.allowed_paths.map((text) => pathItem(text, own)) : []),
		...(policy.allow_network ? policy.allowed_hosts.map(hostItem) : []),
		...(policy.allow_env_vars ? policy.allowed_env_vars.map(variableItem) : []),
		...limitItems(policy),
	];
}

function pathItem(text: string, own: OwnPlaces | undefined): Item {
	const wanted = pathKey(text);
	return {
		ask: describePath(text, own),
		heldBy: (policy) =>
			policy.allow_file_system &&
			policy.allowed_paths.map(pathKey).some(({ path, writes }) => path === wanted.path && (writes || !wanted.writes)),
	};
}

function pathKey(text: string): { readonly path: string; readonly writes: boolean } {
	const parsed = parsePathEntry(text);
	if (!parsed.ok) return { path: `?${text}`, writes: false };
	const path = parsed.entry.path.split('/').filter((part, index) => index === 0 || (part !== '' && part !== '.'));
	if (path[0] === '.') path.shift();
	return { path: path.join('/'), writes: !parsed.entry.readOnly };
}

function hostItem(text: string): Item {
	const wanted = hostKey(text);
	return {
		ask: describeHost(text),
		heldBy: (policy) => policy.allow_network && policy.allowed_hosts.some((entry) => hostKey(entry) === wanted),
	};
}

function hostKey(text: string): string {
	const parsed = parseHostEntry(text);
	if (!parsed.ok) return `?${text}`;
	const { scheme, subdomainsOnly, host, port } = parsed.entry;
	return `${scheme}://${subdomainsOnly ? '*.' : ''}${host}:${port}`;
}

function variableItem(name: string): Item {
	return {
		ask: describeVariable(name),
		heldBy: (policy) => policy.allow_env_vars && policy.allowed_env_vars.includes(name),
	};
}

function limitItems(policy: SecurityPolicy): readonly Item[] {
	return describeLimits(policy).map(({ limit, ...ask }) => ({
		ask,
		heldBy: (other) => other[limit] >= policy[limit],
	}));
}
