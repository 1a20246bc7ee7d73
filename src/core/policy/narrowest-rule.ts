import { assertNever } from '../../shared/assert-never.ts';
import type { PolicyRequest } from '../../shared/policy/security-policy.ts';
import { parseEnvEntry } from './entries/env-entry.ts';
import { defaultPorts, normalHost } from './entries/host-entry.ts';
import { parsePathEntry } from './entries/path-entry.ts';

export interface NarrowestRule {
	readonly gate: 'allow_file_system' | 'allow_network' | 'allow_env_vars';
	readonly list: 'allowed_paths' | 'allowed_hosts' | 'allowed_env_vars';
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
			return parseEnvEntry(request.name).ok
				? { gate: 'allow_env_vars', list: 'allowed_env_vars', entry: request.name }
				: null;
		case 'http': {
			const entry = hostEntryOf(request.url);
			return entry === null ? null : { gate: 'allow_network', list: 'allowed_hosts', entry };
		}
		default:
			return assertNever(request, 'policy request');
	}
}

function pathRule(entry: string): NarrowestRule | null {
	return parsePathEntry(entry).ok ? { gate: 'allow_file_system', list: 'allowed_paths', entry } : null;
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
