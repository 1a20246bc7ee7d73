import { done, err, type Outcome, ok } from '../outcome.ts';
import { Handle, type Handles } from '../wasi/handles.ts';

export type HeaderError = { readonly tag: 'invalid-syntax' | 'forbidden' | 'immutable' };
type Entry = readonly [name: string, value: Uint8Array];

/** Set by the host alone, or able to change where a request goes or where it ends. */
const forbidden: ReadonlySet<string> = new Set([
	'connection',
	'expect',
	'host',
	'http2-settings',
	'keep-alive',
	'te',
	'trailer',
	'transfer-encoding',
	'upgrade',
]);
/** So many fields, and so many bytes of all of them, does the host send at most. */
const MAX_ENTRIES = 1000;
const MAX_BYTES = 1024 * 1024;

function wrong(name: string, values: readonly Uint8Array[]): HeaderError | null {
	if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(name)) return { tag: 'invalid-syntax' };
	const clean = values.every((value) => value.every((byte) => byte === 9 || (byte >= 32 && byte !== 127)));
	if (!clean) return { tag: 'invalid-syntax' };
	const lower = name.toLowerCase();
	return forbidden.has(lower) || lower.startsWith('proxy-') ? { tag: 'forbidden' } : null;
}

/** `wasi:http/types.fields`, made for an instance: a component makes such objects itself. */
export function fieldsOf(handles: Handles) {
	return class Fields extends Handle {
		#entries: readonly Entry[] = [];
		#fixed = false;

		constructor() {
			super(handles);
		}

		static fromList(entries: readonly Entry[]): Outcome<Fields, HeaderError> {
			const fields = new Fields();
			for (const [name, value] of entries) {
				const added = fields.append(name, value);
				if (added.tag === 'ok') continue;
				fields[Symbol.dispose]();
				return added;
			}
			return ok(fields);
		}

		/** What nobody changes any more. */
		static fixed(entries: readonly Entry[]): Fields {
			const fields = new Fields();
			fields.#entries = entries;
			fields.#fixed = true;
			return fields;
		}

		#others(name: string): readonly Entry[] {
			const lower = name.toLowerCase();
			return this.#entries.filter(([other]) => other.toLowerCase() !== lower);
		}

		#change(name: string, values: readonly Uint8Array[], before: readonly Entry[]): Outcome<void, HeaderError> {
			if (this.#fixed) return err<HeaderError>({ tag: 'immutable' });
			const why = wrong(name, values);
			if (why !== null) return err(why);
			const entries = [...before, ...values.map((value) => [name, value] as const)];
			const bytes = entries.reduce((sum, entry) => sum + entry[0].length + entry[1].length, 0);
			if (entries.length > MAX_ENTRIES || bytes > MAX_BYTES) return err<HeaderError>({ tag: 'forbidden' });
			this.#entries = entries;
			return done;
		}

		get(name: string): readonly Uint8Array[] {
			const lower = name.toLowerCase();
			return this.#entries.filter(([other]) => other.toLowerCase() === lower).map(([, value]) => value);
		}

		has(name: string): boolean {
			return this.get(name).length > 0;
		}

		set(name: string, values: readonly Uint8Array[]): Outcome<void, HeaderError> {
			return this.#change(name, values, this.#others(name));
		}

		delete(name: string): Outcome<void, HeaderError> {
			return this.#change(name, [], this.#others(name));
		}

		append(name: string, value: Uint8Array): Outcome<void, HeaderError> {
			return this.#change(name, [value], this.#entries);
		}

		entries(): readonly Entry[] {
			return this.#entries.map(([name, value]) => [name, value]);
		}

		clone(): Fields {
			const fields = new Fields();
			fields.#entries = this.#entries;
			return fields;
		}
	};
}

export type FieldsClass = ReturnType<typeof fieldsOf>;
export type Fields = InstanceType<FieldsClass>;
