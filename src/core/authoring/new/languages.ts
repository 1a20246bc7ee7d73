import { type AuthorLanguage, FOLDER_WORD } from '../../../shared/plugin/authoring/authoring.ts';
import type { ComponentType } from '../../../shared/plugin/component-type.ts';

/** How a plugin in a language is laid out and built. */
export interface LanguageLayout {
	/** In sentences. */
	readonly title: string;
	/** Where the plugin's own source goes, and the end of the template's name for a role. */
	readonly source: string;
	readonly extension: string;
	/** What every plugin of the language has beside it: from the templates or the SDK (`sdk/…`), where to, and as what. */
	readonly besides: readonly (readonly [from: string, to: string, as?: (text: string) => string])[];
	readonly steps: (module: string) => readonly (readonly string[])[];
	/** More files, which depend on the role. */
	readonly more?: (role: ComponentType) => Readonly<Record<string, string>>;
	/** Whether its functions take many records at once. */
	readonly batch: boolean;
	/** Of npm, with exact versions; none: its tools come from elsewhere. */
	readonly packages: Readonly<Record<string, string>>;
	/** Bytes; absent: the usual. */
	readonly memory?: number;
}

/** The world of a component that a person writes: what it imports is what it can ask for. */
const WORLD = 'own-plugin';

function worldOf(role: ComponentType): string {
	const imports = role === 'destination' ? '    import files;\n' : '';
	return `package dataflare:plugin@1.0.0;

/// What this plugin imports and exports. Import here what its code asks of the host: log, http, files, state …
world ${WORLD} {
${imports}    export lifecycle;
    export ${role};
}
`;
}

/** What both crates are built with: two of different targets or ways to panic do not go together. */
const RUSTC = [
	...['rustc', '--edition', '2021', '--target', 'wasm32-unknown-unknown'],
	...['-C', 'opt-level=s', '-C', 'panic=abort'],
	// A panic says in which file it was, and others get the module: without this, it names the author's folder.
	...['--remap-path-prefix', `${FOLDER_WORD}=`],
] as const;

/** The manifest of the SDK's crate without what is not copied: its examples and what follows them, and its README. */
function crateAlone(manifest: string): string {
	const [crate = ''] = manifest.split('\n# One plugin for each role');
	return crate.replace(/^readme = .*\n/m, '');
}

/** For cargo and for editors; the recipe does without. A workspace of its own, wherever the folder lies. */
const CARGO_FILES = {
	'Cargo.toml': `[package]
name = "plugin"
version = "0.1.0"
edition = "2021"
publish = false

[lib]
crate-type = ["cdylib"]

[dependencies]
dataflare = { path = "sdk" }

[profile.release]
lto = "fat"
panic = "abort"
strip = "symbols"

[workspace]
`,
	// Hidden, so that no package has what cargo makes.
	'.cargo/config.toml': '[build]\ntarget = "wasm32-unknown-unknown"\ntarget-dir = ".build/target"\n',
} as const;

export const languageLayouts: Readonly<Record<AuthorLanguage, LanguageLayout>> = {
	assemblyscript: {
		title: 'AssemblyScript',
		source: 'assembly/index.ts',
		extension: 'ts',
		besides: [['sdk/assemblyscript/assembly', 'sdk']],
		steps: (module) => [
			['asc', 'assembly/index.ts', '--outFile', module, '-O3', '--runtime', 'minimal', '--enable', 'simd'],
		],
		batch: true,
		packages: { assemblyscript: '0.28.20' },
	},
	rust: {
		title: 'Rust',
		source: 'src/lib.rs',
		extension: 'rs',
		besides: [
			['sdk/rust/src', 'sdk/src'],
			['sdk/rust/Cargo.toml', 'sdk/Cargo.toml', crateAlone],
		],
		more: () => CARGO_FILES,
		// The SDK first, into what no package has and nobody watches, then the plugin with it. They are optimised as one, so
		// machine code of the SDK alone would be thrown away: none is made.
		steps: (module) => [
			[
				...[...RUSTC, '-C', 'linker-plugin-lto', '-C', 'codegen-units=1', '--crate-type', 'rlib'],
				...['--crate-name', 'dataflare', 'sdk/src/lib.rs', '--out-dir', '.build'],
			],
			[
				...[...RUSTC, '--crate-type', 'cdylib', '-C', 'lto=fat', '-C', 'strip=symbols'],
				...['--extern', 'dataflare=.build/libdataflare.rlib', 'src/lib.rs', '-o', module],
			],
		],
		batch: true,
		packages: {},
	},
	c: {
		title: 'C',
		source: 'src/plugin.c',
		extension: 'c',
		besides: [['sdk/c/plugin.h', 'sdk/plugin.h']],
		steps: (module) => [
			[
				...['clang', '--target=wasm32', '-nostdlib', '-Os', '-Wall', '-fno-builtin', '-Wl,--no-entry'],
				...['-Wl,--strip-all', '-o', module, 'src/plugin.c'],
			],
		],
		batch: true,
		packages: {},
	},
	wat: {
		title: 'WebAssembly text',
		source: 'src/plugin.wat',
		extension: 'wat',
		besides: [],
		steps: (module) => [['wat2wasm', 'src/plugin.wat', '-o', module]],
		batch: false,
		packages: { wabt: '1.0.39' },
	},
	javascript: {
		title: 'JavaScript',
		source: 'src/index.js',
		extension: 'js',
		besides: [
			['sdk/javascript/dataflare.js', 'sdk/dataflare.js'],
			['sdk/wit/dataflare.wit', 'wit/dataflare.wit'],
		],
		steps: (module) => [
			[
				...['componentize-qjs', '--wit', 'wit', '--world', WORLD, '--js', 'src/index.js'],
				...['--module-root', '.', '--sync', '--opt-size', '--output', module],
			],
		],
		more: (role) => ({ 'wit/world.wit': worldOf(role) }),
		batch: true,
		packages: { 'componentize-qjs': '0.4.5' },
		memory: 64 * 1024 * 1024,
	},
};
