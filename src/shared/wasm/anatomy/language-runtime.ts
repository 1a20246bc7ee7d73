import type { LanguageRuntime, Tool } from '../../plugin/module/module-anatomy.ts';
import { sectionId } from '../binary/section-order.ts';
import type { ModuleOutline } from '../parse-module.ts';
import type { CustomSection } from './custom-sections.ts';
import { wordsIn } from './words-in.ts';

/** What tells that a module carries a runtime: any one of its marks does. */
interface Marks {
	/** A language, tool or SDK that names itself so. */
	readonly tool?: RegExp;
	readonly import?: (one: ModuleOutline['imports'][number]) => boolean;
	readonly export?: RegExp;
	readonly section?: RegExp;
	/** Stands among its data, or among the names of its functions. ASCII */
	readonly words?: readonly string[];
	/** Only beside WASI. */
	readonly withWasi?: true;
}

const rows: Readonly<Record<LanguageRuntime, Marks>> = {
	go: { tool: /^Go( |$)/, import: fromModule(/^gojs$|^go$/), section: /^go[.:]buildid$/, words: ['\xff Go buildinf:'] },
	tinygo: { tool: /^TinyGo/, export: /^tinygo_|^go_scheduler$/, words: ['tinygo_'] },
	assemblyscript: { export: /^__(rtti_base|pin|collect)$/, import: isAssemblyScripts },
	rust: { tool: /^Rust$|^rustc/, export: /^__rust_/, words: ['/rustc/', 'library/std/src/', '__rust_alloc'] },
	'wasi-libc': { withWasi: true, words: ['Illegal byte sequence\0', '__wasilibc_', '__wasi_'] },
	emscripten: {
		tool: /^[Ee]mscripten/,
		import: named('env', /^_?emscripten_/),
		export: /^_?emscripten_stack_|^stackAlloc$/,
	},
	dotnet: { export: /^mono_wasm_/, words: ['System.Private.CoreLib', 'mono_wasm_'] },
	swift: { tool: /^Swift/, import: fromModule(/^javascript_kit$/), words: ['swift_retain', 'swift_release'] },
	kotlin: { tool: /^Kotlin/, import: (one) => /^kotlin\./.test(one.name) },
	dart: { tool: /^dart2wasm/, import: fromModule(/^dart2wasm$/), export: /^\$invokeMain$/ },
	java: { tool: /^(TeaVM|J2CL|GraalVM)/, import: fromModule(/^teavm/), export: /^teavm\./ },
	haskell: { export: /^hs_init$|^rts_/, words: ['hs_init', 'stg_ap_'] },
	ocaml: { import: fromModule(/^OCaml$/), export: /^caml_/, words: ['caml_alloc'] },
	python: { export: /^Py_|^PyRun_/, words: ['PYTHONHASHSEED'] },
	ruby: { import: fromModule(/^rb-js-abi-host$/), export: /^rb_|^ruby_/, words: ['RUBYOPT'] },
	lua: { export: /^lua_|^luaL_/, words: ['$LuaVersion: Lua'] },
	javascript: {
		import: fromModule(/^javy_quickjs_provider|^javy-/),
		section: /^javy_source$/,
		words: ['JS_NewContext', 'SpiderMonkey', 'QuickJS'],
	},
	zig: { tool: /^[Zz]ig( |$)/, words: ['builtin.default_panic'] },
	moonbit: { tool: /^[Mm]oon[Bb]it/, import: fromModule(/^moonbit:ffi$/), words: ['moonbit.'] },
};

const runtimes = Object.entries(rows) as readonly (readonly [LanguageRuntime, Marks])[];
const words = runtimes.flatMap(([, marks]) => marks.words ?? []);

/** So much of the data and of the names is looked at. bytes */
const MAX_SEARCHED = 16 * 1024 * 1024;

/** The runtimes of languages that a module carries, told by their marks: what carries none tells nothing. */
export function runtimesOf(
	bytes: Uint8Array,
	{ imports, exports, sections }: ModuleOutline,
	custom: readonly CustomSection[],
	{ tools, usesWasi }: { readonly tools: readonly Tool[]; readonly usesWasi: boolean },
): readonly LanguageRuntime[] {
	const data = sections.find(({ id }) => id === sectionId.data);
	const places = [
		...(data === undefined ? [] : [bytes.subarray(data.contentStart, data.end)]),
		...custom.filter(({ name }) => name === 'name').map(({ content }) => content),
	];
	const found = wordsIn(places, words, MAX_SEARCHED);
	return runtimes
		.filter(([, marks]) => {
			if (marks.withWasi === true && !usesWasi) return false;
			return (
				tools.some(({ name }) => marks.tool?.test(name) === true) ||
				(marks.import !== undefined && imports.some(marks.import)) ||
				(marks.export !== undefined && exports.some(({ name }) => marks.export?.test(name) === true)) ||
				(marks.section !== undefined && custom.some(({ name }) => marks.section?.test(name) === true)) ||
				(marks.words ?? []).some((word) => found.has(word))
			);
		})
		.map(([runtime]) => runtime);
}

function fromModule(pattern: RegExp): NonNullable<Marks['import']> {
	return ({ module }) => pattern.test(module);
}

/** C has an `abort` as well, which is handed nothing. */
function isAssemblyScripts({ module, name, signature }: ModuleOutline['imports'][number]): boolean {
	return module === 'env' && (/^(seed|trace)$/.test(name) || (name === 'abort' && signature?.params.length === 4));
}

function named(from: string, pattern: RegExp): NonNullable<Marks['import']> {
	return ({ module, name }) => module === from && pattern.test(name);
}
