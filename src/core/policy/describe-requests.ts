import type { SecurityPolicy } from '../../shared/policy/security-policy.ts';
import { describeLimits } from './describe-limits.ts';
import { isAddressHost, parseHostEntry } from './host-entry.ts';
import { parsePathEntry } from './path-entry.ts';

export type Risk = 'high' | 'medium' | 'low';

/** One thing that a policy asks for, as a person reads it. */
export interface DescribedRequest {
	readonly text: string;
	readonly risk: Risk;
}

const order: Readonly<Record<Risk, number>> = { high: 0, medium: 1, low: 2 };

/** What a policy asks for, in sentences, riskiest first. What its own switches deny is not asked for. */
export function describeRequests(policy: SecurityPolicy): readonly DescribedRequest[] {
	const all = [
		...(policy.allow_file_system ? policy.allowed_paths.map(describePath) : []),
		...(policy.allow_network ? policy.allowed_hosts.map(describeHost) : []),
		...(policy.allow_env_vars ? policy.allowed_env_vars.map(describeVariable) : []),
		...describeLimits(policy).map(({ text, risk }) => ({ text, risk })),
	];
	return all.toSorted((left, right) => order[left.risk] - order[right.risk]);
}

export function describePath(text: string): DescribedRequest {
	const parsed = parsePathEntry(text);
	if (!parsed.ok) return notUnderstood('allowed_paths', text);
	const { path, relative, readOnly } = parsed.entry;
	const verb = readOnly ? 'Read' : 'Read and change';
	if (relative) return { text: `${verb} ${path} in its own data folder.`, risk: 'low' };
	if (/^(?:\/|[A-Za-z]:[\\/])\.?$/.test(path)) {
		return { text: `${verb} every file on this computer (${path}).`, risk: 'high' };
	}
	return { text: `${verb} ${path} and all below it.`, risk: readOnly ? 'medium' : 'high' };
}

export function describeHost(text: string): DescribedRequest {
	const parsed = parseHostEntry(text);
	if (!parsed.ok) return notUnderstood('allowed_hosts', text);
	const { host, port, scheme, subdomainsOnly } = parsed.entry;
	const door = port === (scheme === 'https' ? 443 : 80) ? '' : ` on port ${port}`;
	const plain = scheme === 'http' ? ', unencrypted' : '';
	if (subdomainsOnly) return { text: `Reach every host below ${host}${door}${plain}.`, risk: 'high' };
	if (host === 'localhost' || isAddressHost(host)) {
		return {
			text: `Reach the address ${host}${door}${plain}, which may be this computer or its network.`,
			risk: 'high',
		};
	}
	return { text: `Reach ${host}${door}${plain}.`, risk: scheme === 'http' ? 'high' : 'medium' };
}

export function describeVariable(name: string): DescribedRequest {
	const secret = /pass|secret|token|key|credential|auth|cookie|session/i.test(name);
	return { text: `Read the environment variable ${name}.`, risk: secret ? 'high' : 'medium' };
}

function notUnderstood(list: string, text: string): DescribedRequest {
	return { text: `An entry of ${list} that cannot be understood and allows nothing: ${text}`, risk: 'low' };
}
