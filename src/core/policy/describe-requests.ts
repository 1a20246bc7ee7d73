import type { Ask, Risk } from '../../shared/policy/ask.ts';
import { type EntryList, entriesInForce, type PowerName, powerNames, powers } from '../../shared/policy/powers.ts';
import type { SecurityPolicy } from '../../shared/policy/security-policy.ts';
import { quoted } from '../../shared/quoted.ts';
import { describeLimits } from './describe-limits.ts';
import { isAddressHost, parseHostEntry } from './entries/host-entry.ts';
import { type OwnPlaces, ownPartOf } from './entries/own-places.ts';
import { parsePathEntry } from './entries/path-entry.ts';

const order: Readonly<Record<Risk, number>> = { high: 0, medium: 1, low: 2 };

/** What a policy asks for, riskiest first. What its own switches deny is not asked for. */
export function describeRequests(policy: SecurityPolicy, own?: OwnPlaces): readonly Ask[] {
	const all = [
		...powerNames.flatMap((power) => entriesInForce(policy, power).map((entry) => describeEntry(power, entry, own))),
		...describeLimits(policy).map(({ limit: _, ...ask }) => ask),
	];
	return all.toSorted((left, right) => order[left.risk] - order[right.risk]);
}

const describers: Readonly<Record<PowerName, (entry: string, own?: OwnPlaces) => Ask>> = {
	files: describePath,
	network: describeHost,
	environment: describeVariable,
};

/** What one entry of a power asks for. */
export function describeEntry(power: PowerName, entry: string, own?: OwnPlaces): Ask {
	return describers[power](entry, own);
}

function describePath(entry: string, own?: OwnPlaces): Ask {
	const parsed = parsePathEntry(entry);
	if (!parsed.ok) return notUnderstood(powers.files.list, entry);
	const { path, relative, readOnly } = parsed.entry;
	const everything = !relative && /^(?:\/|[A-Za-z]:[\\/])\.?$/.test(path);
	const access = readOnly ? 'read' : 'write';
	const verb = readOnly ? 'Read' : 'Read and change';
	// Whoever wrote the manifest chose it: it must not read as more of the sentence.
	const named = quoted(path);
	const part = ownPartOf(parsed.entry, own);
	const ownFiles = part === 'named' || part === 'below' ? part : null;
	const say = (text: string, risk: Risk): Ask => ({
		text: ownFiles === 'below' ? `${text} DataFlare’s own files stay out of reach.` : text,
		risk,
		entry,
		subject: {
			kind: 'path',
			path,
			access,
			own: relative,
			everything,
			...(ownFiles === null ? {} : { ownFiles }),
		},
	});
	if (ownFiles === 'named') {
		return say(
			`Reach ${named}, which belongs to DataFlare itself. No grant can allow this, so the entry has no effect.`,
			'high',
		);
	}
	if (relative) return say(`${verb} ${named} in its own data folder.`, 'low');
	if (everything) return say(`${verb} every file on this computer (${named}).`, 'high');
	// Only the end of the name tells a folder from what may be either: nothing on the disk is asked.
	const below = /[\\/]$/.test(path) ? 'and everything in it' : 'and, if it is a folder, everything in it';
	return say(`${verb} ${named} ${below}.`, readOnly ? 'medium' : 'high');
}

function describeHost(entry: string): Ask {
	const parsed = parseHostEntry(entry);
	if (!parsed.ok) return notUnderstood(powers.network.list, entry);
	const { host, port, scheme, subdomainsOnly } = parsed.entry;
	const door = port === (scheme === 'https' ? 443 : 80) ? '' : ` on port ${port}`;
	const plain = scheme === 'http' ? ', unencrypted' : '';
	const local = host === 'localhost' || isAddressHost(host);
	const say = (text: string, risk: Risk): Ask => ({
		text,
		risk,
		entry,
		subject: { kind: 'host', host, port, scheme, subdomains: subdomainsOnly, local },
	});
	if (subdomainsOnly) return say(`Reach every subdomain of ${host}${door}${plain}.`, 'high');
	if (local) {
		return say(
			`Reach the address ${host}${door}${plain}, which may be this computer or something on its network.`,
			'high',
		);
	}
	return say(`Reach ${host}${door}${plain}.`, scheme === 'http' ? 'high' : 'medium');
}

function describeVariable(name: string): Ask {
	const secret = /pass|secret|token|key|credential|auth|cookie|session/i.test(name);
	return {
		text: `Read the environment variable ${name}.`,
		risk: secret ? 'high' : 'medium',
		entry: name,
		subject: { kind: 'env', name, secret },
	};
}

function notUnderstood(list: EntryList, entry: string): Ask {
	return {
		text: `An entry of ${list} that makes no sense and allows nothing: ${quoted(entry)}`,
		risk: 'low',
		entry,
		subject: { kind: 'unclear', list },
	};
}
