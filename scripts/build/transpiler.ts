/**
 * The component transpiler as the sandbox loads it: one bundle of JavaScript without imports and the core modules that
 * this links, in the very form that components themselves come in. It is a devDependency: what is shipped is the bundle.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { packBundle } from '../../src/shared/wasm/component/bundle.ts';
import { GENERATED_FILE } from '../../src/shared/wasm/component/transpiler.ts';

const name = 'js-component-bindgen-component';
const folder = join(dirname(createRequire(import.meta.url).resolve('@bytecodealliance/jco-transpile')), '../vendor');

/**
 * What its code imports of a system. It reads and writes no file, so that nothing but its words in a panic ever gets
 * here: they are kept for whoever tells of the failure.
 */
const noSystem = `
const said = [];
const { environment, exit$1, stderr, stdin, stdout, terminalInput, terminalOutput, terminalStderr, terminalStdin,
	terminalStdout, preopens, types, error, streams, random } = (() => {
	const nothing = () => { throw new Error('The transpiler has no system to ask.'); };
	class Nothing { constructor() { nothing(); } }
	class OutputStream {
		checkWrite() { return 65536n; }
		write(bytes) { said.push(new TextDecoder().decode(bytes)); }
		blockingFlush() {}
		blockingWriteAndFlush(bytes) { this.write(bytes); }
	}
	const stream = new OutputStream();
	return {
		environment: { getEnvironment: () => [] },
		exit$1: { exit: nothing },
		stderr: { getStderr: () => stream },
		stdout: { getStdout: () => stream },
		stdin: { getStdin: nothing },
		terminalInput: { TerminalInput: Nothing },
		terminalOutput: { TerminalOutput: Nothing },
		terminalStderr: { getTerminalStderr: () => undefined },
		terminalStdin: { getTerminalStdin: () => undefined },
		terminalStdout: { getTerminalStdout: () => undefined },
		preopens: { getDirectories: () => [] },
		types: { Descriptor: Nothing, DirectoryEntryStream: Nothing, filesystemErrorCode: () => undefined },
		error: { Error: Nothing },
		streams: { InputStream: Nothing, OutputStream },
		random: { getRandomBytes: (count) => new Uint8Array(Number(count)).fill(7) },
	};
})();
`;

/** Throws where the package is not as it was when this was written: a newer one is to be looked at first. */
function replaced(text: string, pattern: RegExp, by: string, times: number): string {
	const found = text.match(new RegExp(pattern.source, `${pattern.flags}g`))?.length ?? 0;
	if (found !== times) throw new Error(`The transpiler’s code has ${pattern} ${found} times, not ${times}.`);
	return text.replaceAll(new RegExp(pattern.source, `${pattern.flags}g`), by);
}

function source(): string {
	let text = readFileSync(join(folder, `${name}.js`), 'utf8');
	text = replaced(text, /^import \{[^}]*\} from '@bytecodealliance\/preview2-shim\/[a-z]+';$/m, '', 4);
	text = replaced(text, /fetchCompile\(new URL\('\.\/([a-z0-9.-]+)', import\.meta\.url\)\)/, "getCoreModule('$1')", 2);
	text = replaced(text, /^async function fetchCompile [\s\S]*?^\}$/m, '', 1);
	text = replaced(text, /^export \{[^}]*\}$/m, '', 1);
	text = replaced(text, /^export const/m, 'const', 2);
	if (/^\s*(?:import|export)\b/m.test(text))
		throw new Error('The transpiler’s code imports or exports something else.');
	return `export async function instantiate(getCoreModule) {${noSystem}${text}\nawait $init;\nreturn { generate, said };\n}\n`;
}

export function transpilerBundle(): Uint8Array {
	const modules = ['core', 'core2'].map((part) => `${name}.${part}.wasm`);
	return packBundle([
		{ name: GENERATED_FILE, bytes: new TextEncoder().encode(source()) },
		...modules.map((file) => ({ name: file, bytes: readFileSync(join(folder, file)) })),
	]);
}
