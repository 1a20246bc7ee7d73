/** Reads the scripts of the WebAssembly specification's tests: as far as needed to get at the modules in them. */

/** One module of a script, as it stands there. */
export type ScriptModule =
	| { readonly line: number; readonly kind: 'text'; readonly text: string }
	| { readonly line: number; readonly kind: 'binary'; readonly bytes: Uint8Array };

/** Every module of a script in its order, those that are expected to be refused among them. */
export function modulesOf(script: string): readonly ScriptModule[] {
	const found: ScriptModule[] = [];
	let line = 1;
	let at = 0;
	const isModule = /\(module(?=[\s()";$])/y;
	while (at < script.length) {
		const start = at;
		isModule.lastIndex = at;
		if (isModule.test(script)) {
			const end = endOf(script, at);
			const one = moduleIn(script.slice(at, end), line);
			if (one !== null) found.push(one);
			at = end;
		} else at = tokenEnd(script, at);
		for (let place = start; place < at; place++) if (script.charCodeAt(place) === 10) line += 1;
	}
	return found;
}

/** Behind the next comment, string or letter. */
function tokenEnd(script: string, at: number): number {
	if (script.startsWith(';;', at)) {
		const end = script.indexOf('\n', at);
		return end === -1 ? script.length : end;
	}
	if (script.startsWith('(;', at)) return commentEnd(script, at);
	return script[at] === '"' ? stringEnd(script, at) : at + 1;
}

/** Comments are nested. */
function commentEnd(script: string, start: number): number {
	let depth = 0;
	for (let at = start; at < script.length; ) {
		if (script.startsWith('(;', at)) depth += 1;
		else if (script.startsWith(';)', at)) depth -= 1;
		else {
			at += 1;
			continue;
		}
		at += 2;
		if (depth === 0) return at;
	}
	return script.length;
}

function stringEnd(script: string, start: number): number {
	for (let at = start + 1; at < script.length; at++) {
		if (script[at] === '\\') at += 1;
		else if (script[at] === '"') return at + 1;
	}
	return script.length;
}

/** Behind the parenthesis that closes the one here. */
function endOf(script: string, start: number): number {
	let depth = 0;
	for (let at = start; at < script.length; ) {
		const end = tokenEnd(script, at);
		if (end === at + 1) {
			if (script[at] === '(') depth += 1;
			else if (script[at] === ')') depth -= 1;
			if (depth === 0) return end;
		}
		at = end;
	}
	return script.length;
}

function moduleIn(text: string, line: number): ScriptModule | null {
	const head = /^\(module\s+(?:(definition|instance)\b\s*)?(?:(\$[^\s()";]+)\s*)?(?:(binary|quote)\b)?/.exec(text);
	const [whole = '(module', word, name = '', form] = head ?? [];
	// An instance of a module that stands elsewhere.
	if (word === 'instance') return null;
	if (form === undefined) return { line, kind: 'text', text: `(module ${name} ${text.slice(whole.length)}` };
	const bytes = stringsIn(text.slice(whole.length, -1));
	if (form === 'binary') return { line, kind: 'binary', bytes };
	return { line, kind: 'text', text: `(module ${new TextDecoder().decode(bytes)})` };
}

const escapes: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', '"': '"', "'": "'", '\\': '\\' };

/** The bytes of all strings. */
function stringsIn(text: string): Uint8Array {
	const pieces: Uint8Array[] = [];
	const encoder = new TextEncoder();
	for (let at = 0; at < text.length; ) {
		const end = tokenEnd(text, at);
		if (text[at] === '"') {
			const content = text.slice(at + 1, end - 1);
			for (const [, hex, point, letter, plain = ''] of content.matchAll(
				/\\([0-9a-fA-F]{2})|\\u\{([0-9a-fA-F_]+)\}|\\(.)|([^\\]+)/gsu,
			)) {
				if (hex !== undefined) pieces.push(Uint8Array.of(Number.parseInt(hex, 16)));
				else if (point !== undefined) {
					pieces.push(encoder.encode(String.fromCodePoint(Number.parseInt(point.replaceAll('_', ''), 16))));
				} else pieces.push(encoder.encode(letter === undefined ? plain : (escapes[letter] ?? letter)));
			}
		}
		at = end;
	}
	return Uint8Array.from(Buffer.concat(pieces));
}
