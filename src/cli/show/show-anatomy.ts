import type { GuestAbi } from '../../shared/plugin/component-type.ts';
import {
	featureWords,
	type GroupedImports,
	type GuestKind,
	type ImportGroup,
	type ModuleAnatomy,
	runtimeNames,
	type Tool,
} from '../../shared/plugin/module/module-anatomy.ts';
import { type PowerName, powerNames } from '../../shared/policy/powers.ts';
import { quoted } from '../../shared/quoted.ts';
import { foreignWords } from '../../shared/wasm/foreign-kind.ts';
import type { Session } from '../session/session.ts';
import { formatBytes, formatCount, formatMemory } from '../text/format.ts';

const ownWords: Readonly<Record<GuestAbi | 'program' | 'library', string>> = {
	'dataflare/1': 'a plugin of DataFlare’s interface, version 1',
	'wasi-reactor': 'a WASI preview 1 reactor',
	'wasi-command': 'a WASI preview 1 command',
	extism: 'an Extism plugin',
	component: 'a WebAssembly component (WASI 0.2)',
	'component-command': 'a WASI 0.2 command, a WebAssembly component',
	program: 'a program that uses no WASI',
	library: 'a library without the functions of a plugin',
};

/** Ends the sentence "It is …". */
function kindText(kind: GuestKind): string {
	if (Object.hasOwn(ownWords, kind)) return ownWords[kind as keyof typeof ownWords];
	return foreignWords(kind as Exclude<GuestKind, keyof typeof ownWords>);
}

/** What a module is, was made by and is made of. */
export function showAnatomy(session: Session, anatomy: ModuleAnatomy): void {
	const { kind, runtimes, features, sizes, functions } = anatomy;
	session.say(`Kind: ${kindText(kind)}`);
	const made = madeWith(anatomy.tools);
	// What a module says of its maker is its word alone.
	if (made.length > 0) session.say(`Made with, it says: ${made.join(', ')}`);
	if (runtimes.length > 0) {
		session.say(`Language runtime: ${runtimes.map((runtime) => runtimeNames[runtime] ?? runtime).join(', ')}`);
	}
	if (features.length > 0) {
		session.say(`WebAssembly features: ${features.map((feature) => featureWords[feature] ?? feature).join(', ')}`);
	}
	const { code, data, custom, strippable } = sizes;
	const stripping = strippable > 0 ? `; stripping would save ${formatBytes(strippable)}` : '';
	session.say(
		`Contents: ${formatBytes(code)} of code in ${formatCount(functions)} ${functions === 1 ? 'function' : 'functions'}, ${formatBytes(data)} of data, ${formatBytes(custom)} of custom sections${stripping}`,
	);
	const largest = anatomy.customSections.slice(0, 5).map(({ name, bytes }) => `${quoted(name)} ${formatBytes(bytes)}`);
	if (largest.length > 0) session.say(`Custom sections: ${largest.join(', ')}`);
}

/** Name and version of each tool once, whatever it was used for. */
function madeWith(tools: readonly Tool[]): readonly string[] {
	return [...new Set(tools.map(({ name, version }) => quoted(version === '' ? name : `${name} ${version}`)))];
}

const reached: Readonly<Record<PowerName, { readonly no: string; readonly yes: string }>> = {
	files: { no: 'No files: it imports nothing that opens them.', yes: 'Files that you grant, by' },
	network: { no: 'No network: it imports nothing that reaches it.', yes: 'Hosts that you grant, by' },
	environment: {
		no: 'No environment variables: it imports nothing that reads them.',
		yes: 'Environment variables that you grant, by',
	},
};

const besides: readonly (readonly [ImportGroup, string])[] = [
	['always', 'What every plugin may:'],
	['linked', 'Its own modules:'],
	['never', 'Always denied:'],
	['unknown', 'Not available here:'],
];

/** What a module's code can reach at most, whatever its manifest says, and what it would need for that. */
export function showReach(session: Session, anatomy: ModuleAnatomy, leastMemory: number): void {
	const { imports } = anatomy;
	const groupOf = (wanted: ImportGroup): GroupedImports | undefined => imports.find(({ group }) => group === wanted);
	session.say('What its code can reach at most, whatever its manifest says:');
	for (const power of powerNames) {
		const found = groupOf(power);
		session.say(found === undefined ? `  - ${reached[power].no}` : `  + ${reached[power].yes} ${namesIn(found)}`);
	}
	for (const [group, words] of besides) {
		const found = groupOf(group);
		if (found !== undefined) session.say(`  - ${words} ${namesIn(found)}`);
	}
	const powers = powerNames.filter((power) => groupOf(power) !== undefined);
	const needs = [...powers, ...(leastMemory > 0 ? [`at least ${formatMemory(leastMemory)} of memory`] : [])];
	if (needs.length > 0) session.say(`To use all of it, it would need to be granted: ${needs.join(', ')}`);
}

function namesIn({ names, more }: GroupedImports): string {
	return `${names.map(quoted).join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`;
}
