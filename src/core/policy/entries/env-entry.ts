import { badEntry, type ParsedEntry } from './entry-problem.ts';

const form = 'the exact name of one environment variable';

/** One entry of `allowed_env_vars`: an exact name. */
export function parseEnvEntry(text: string): ParsedEntry<string> {
	if (text.includes('*')) return badEntry(form, 'There are no wildcards: name each variable.');
	if (text.startsWith('$') || text.includes('=')) return badEntry(form, 'Write only the name, such as API_TOKEN.');
	if (text === '' || /[\s\u0000-\u001f\u007f]/.test(text) || !text.isWellFormed()) {
		return badEntry(form, 'Remove spaces and control characters.');
	}
	return { ok: true, entry: text };
}
