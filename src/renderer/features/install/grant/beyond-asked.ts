import { type EntryList, type PowerName, powerOfList } from '../../../../shared/policy/powers.ts';

/**
 * Whether what a person typed reaches further than anything that the plugin asked for. Nothing asked for by name: it
 * wants the whole kind of power, and nothing lies beyond. Where a pattern was asked for, what it begins with counts.
 */
export function isBeyondAsked(list: EntryList, typed: string, asked: readonly string[]): boolean {
	const entry = typed.trim();
	if (entry === '' || asked.length === 0) return false;
	const holds = holders[powerOfList(list)];
	return !asked.some((one) => holds(one, entry));
}

/** Whether what was asked for holds what was typed. */
const holders: Readonly<Record<PowerName, (asked: string, typed: string) => boolean>> = {
	files: holdsPath,
	network: (asked, typed) => holdsHost(hostOf(asked), hostOf(typed)),
	environment: (asked, typed) => asked === typed,
};

function holdsPath(asked: string, typed: string): boolean {
	if (asked.endsWith(':ro') && !typed.endsWith(':ro')) return false;
	const [outer, inner] = [partsOf(asked), partsOf(typed)];
	const pattern = outer.findIndex((part) => part.includes('*'));
	const fixed = pattern < 0 ? outer : outer.slice(0, pattern);
	return fixed.every((part, index) => part === inner[index]);
}

/** Without `.`, and with `..` taken at its word: it leads out of what is before it. */
function partsOf(entry: string): readonly string[] {
	const path = entry.replace(/:ro$/, '').replaceAll('\\', '/');
	const parts: string[] = [path.startsWith('/') ? '/' : '.'];
	for (const part of path.split('/')) {
		if (part === '..' && parts.length > 1 && parts.at(-1) !== '..') parts.pop();
		else if (part !== '' && part !== '.') parts.push(part);
	}
	return parts;
}

interface Host {
	readonly name: string;
	readonly port: string;
	readonly scheme: string;
}

function hostOf(entry: string): Host {
	const [, scheme = 'https', name = '', port = ''] =
		/^(?:(\w+):\/\/)?(\[[^\]]*\]|[^:/]*)(?::(\d+))?/.exec(entry.toLowerCase()) ?? [];
	return { scheme, name, port };
}

function holdsHost(asked: Host, typed: Host): boolean {
	if (asked.scheme !== typed.scheme || asked.port !== typed.port) return false;
	if (asked.name === typed.name) return true;
	return asked.name.startsWith('*.') && typed.name.endsWith(asked.name.slice(1));
}
