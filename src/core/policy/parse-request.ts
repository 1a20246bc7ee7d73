import { assertNever } from '../../shared/assert-never.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import type { PolicyRequest } from '../../shared/policy/security-policy.ts';
import { readWrittenKind } from '../../shared/policy/written-kind.ts';
import { parseEnvEntry } from './entries/env-entry.ts';

/** Reads what a person asks the tester: `env:NAME`, `read:PATH`, `write:PATH`, `list:PATH`, a URL, or a path to read. */
export function parsePolicyRequest(text: string): PolicyRequest {
	const asked = text.trim();
	const { kind, rest } = readWrittenKind(asked);
	switch (kind) {
		case 'env':
			if (!parseEnvEntry(rest).ok) throw unclear(text, 'Write the exact name of one variable: env:NAME.');
			return { kind, name: rest };
		case 'read':
		case 'write':
		case 'list':
			return { kind, path: requirePath(rest, text) };
		case null:
			return bareRequest(rest, text);
		default:
			return assertNever(kind, 'policy request');
	}
}

function bareRequest(asked: string, text: string): PolicyRequest {
	if (/^https?:/i.test(asked)) {
		if (!URL.canParse(asked)) throw unclear(text, 'Write the full address, such as https://example.com/data.');
		return { kind: 'http', url: asked };
	}
	if (/^[a-z][a-z0-9+.-]+:\/\//i.test(asked)) throw unclear(text, 'Plugins can reach only http and https addresses.');
	// A lone word is more likely a slip than a file.
	if (!/[/\\.~]/.test(asked)) throw unclear(text, 'To ask for a file with this name, put read: before it.');
	return { kind: 'read', path: requirePath(asked, text) };
}

function requirePath(path: string, text: string): string {
	if (path === '' || path.includes('\0')) throw unclear(text, 'Name a file or folder: read:./data/in.csv.');
	return path;
}

function unclear(text: string, hint: string): DataFlareError {
	return new DataFlareError('invalid_input', `${JSON.stringify(text)} is not a request that a policy can decide.`, {
		details: because('request_unclear'),
		hint: `${hint} Requests look like env:NAME, read:PATH, write:PATH, list:PATH, or https://host/path.`,
	});
}
