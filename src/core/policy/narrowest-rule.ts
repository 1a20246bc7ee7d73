import { assertNever } from '../../shared/assert-never.ts';
import { type EntryList, type Gate, type PowerName, powers } from '../../shared/policy/powers.ts';
import type { PolicyRequest } from '../../shared/policy/security-policy.ts';
import { parseEnvEntry } from './entries/env-entry.ts';
import { defaultPorts, normalHost } from './entries/host-entry.ts';
import { parsePathEntry } from './entries/path-entry.ts';

export interface NarrowestRule {
	readonly gate: Gate;
	readonly list: EntryList;
	readonly entry: string;
}

/** The entry that would allow this request and as little else as can be written. Null: no entry can allow it. */
export function narrowestRule(request: PolicyRequest): NarrowestRule | null {
	switch (request.kind) {
		case 'read':
		case 'list':
			return pathRule(`${request.path}:ro`);
		case 'write':
			return pathRule(request.path.endsWith(':ro') ? `${request.path}/` : request.path);
		case 'env':
			return parseEnvEntry(request.name).ok ? ruleOf('environment', request.name) : null;
		case 'http': {
			const entry = hostEntryOf(request.url);
			return entry === null ? null : ruleOf('network', entry);
		}
		default:
			return assertNever(request, 'policy request');
	}
}

function pathRule(entry: string): NarrowestRule | null {
	return parsePathEntry(entry).ok ? ruleOf('files', entry) : null;
}

function ruleOf(power: PowerName, entry: string): NarrowestRule {
	const { gate, list } = powers[power];
	return { gate, list, entry };
}

function hostEntryOf(text: string): string | null {
	if (!URL.canParse(text)) return null;
	const url = new URL(text);
	const host = normalHost(url.hostname);
	if (host === null || url.username !== '' || url.password !== '') return null;
	switch (url.protocol) {
		case 'https:':
			return url.port === '' ? host : `${host}:${url.port}`;
		case 'http:':
			return `http://${host}:${url.port === '' ? defaultPorts.http : url.port}`;
		default:
			return null;
	}
}
