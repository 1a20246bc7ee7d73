import { powers } from '../../../shared/policy/powers.ts';
import type {
	EntryPlace,
	PolicyDecision,
	PolicyRefusal,
	SecurityPolicy,
} from '../../../shared/policy/security-policy.ts';
import {
	coversHost,
	defaultPorts,
	type HostEntry,
	normalHost,
	parseHostEntry,
	type UrlScheme,
} from '../entries/host-entry.ts';
import { refuse } from './refuse.ts';

/** An address that a host name leads to, classified by whoever can parse addresses. */
export interface HostAddress {
	/** Every spelling an entry may name it by, in the form of `URL.hostname`: IPv6 in brackets, mapped IPv4 also bare. */
	readonly names: readonly string[];
	/** Null: an ordinary public address; otherwise its kind, e.g. `loopback`, `private`. */
	readonly special: string | null;
}

interface Target {
	readonly scheme: UrlScheme;
	readonly host: string;
	readonly port: number;
}

const { gate, list } = powers.network;

/** What is said of every place where a policy does not allow the network. */
export const networkDenied: PolicyRefusal = refuse(
	'network_off',
	`${gate}: false`,
	'This plugin may not use the network.',
);

/** Decides on the URL alone; `decideAddress` then decides on what its host name leads to. */
export function decideUrl(policy: SecurityPolicy, text: string): PolicyDecision {
	const url = URL.canParse(text) ? new URL(text) : null;
	if (url === null) return refuse('url_unclear', 'url', `${text} is not an absolute URL.`);
	if (url.username !== '' || url.password !== '')
		return refuse('url_unclear', 'url', 'A URL must not carry a user name or password.');
	const target = targetOf(url);
	if (target === null)
		return refuse('url_unclear', 'url', `${url.protocol}//${url.host} is not an http or https address.`);
	if (!policy[gate]) return networkDenied;
	const entries = hostEntries(policy);
	const match = entries.find(({ entry }) => coversHost(entry, target.host) && sameDoor(entry, target));
	if (match !== undefined) return { allowed: true, rule: match.rule, entry: match.place };
	const place = `${target.scheme === 'http' ? 'http://' : ''}${target.host}:${target.port}`;
	const near = entries.find(({ entry }) => coversHost(entry, target.host));
	return refuse(
		'host_not_listed',
		`${list}: no entry matches ${place}`,
		near === undefined
			? `${target.host} is not one of the hosts this plugin may reach.`
			: `${near.entry.text} allows ${near.entry.scheme} on port ${near.entry.port}, not ${target.scheme} on port ${target.port}.`,
	);
}

/** Decides on one address that the host of an allowed URL leads to. Special addresses need an entry that names them. */
export function decideAddress(policy: SecurityPolicy, text: string, address: HostAddress): PolicyDecision {
	const byUrl = decideUrl(policy, text);
	if (!byUrl.allowed || address.special === null) return byUrl;
	const target = targetOf(new URL(text));
	const match = hostEntries(policy).find(
		({ entry }) => target !== null && sameDoor(entry, target) && namesAddress(entry, address),
	);
	if (match !== undefined) return { allowed: true, rule: match.rule, entry: match.place };
	const [name] = address.names;
	return refuse(
		'address_not_named',
		`${list}: no entry names ${name}:${target?.port}`,
		`${target?.host} resolves to ${name}, which is not a public address (${address.special}).`,
	);
}

function namesAddress(entry: HostEntry, address: HostAddress): boolean {
	if (entry.subdomainsOnly) return false;
	return address.names.includes(entry.host) || (entry.host === 'localhost' && address.special === 'loopback');
}

function sameDoor(entry: HostEntry, target: Target): boolean {
	return entry.scheme === target.scheme && entry.port === target.port;
}

function targetOf(url: URL): Target | null {
	const scheme = url.protocol === 'https:' ? 'https' : url.protocol === 'http:' ? 'http' : null;
	const host = normalHost(url.hostname);
	if (scheme === null || host === null) return null;
	return { scheme, host, port: url.port === '' ? defaultPorts[scheme] : Number(url.port) };
}

interface HostRule {
	readonly entry: HostEntry;
	readonly place: EntryPlace;
	readonly rule: string;
}

function hostEntries(policy: SecurityPolicy): readonly HostRule[] {
	return policy[list].flatMap((text, index) => {
		const parsed = parseHostEntry(text);
		if (!parsed.ok) return [];
		const rule = `${list}[${index}]: ${text}`;
		return [{ entry: parsed.entry, place: { list, index }, rule }];
	});
}
