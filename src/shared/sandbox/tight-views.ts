/**
 * Electron's message ports write the whole memory behind every view, not the part that the view shows: a text of two
 * bytes in Node's pool would take 64 KiB of other people's data along, a buffer that is filled by half its other half.
 * So what is posted to them shows all of its memory.
 */
export function withTightViews(message: unknown): unknown {
	return tightened(message, new Map());
}

type View = ArrayBufferView<ArrayBufferLike>;

const makers: Readonly<Record<string, new (bytes: ArrayBuffer) => View>> = {
	Int8Array,
	Uint8Array,
	Uint8ClampedArray,
	Int16Array,
	Uint16Array,
	Int32Array,
	Uint32Array,
	BigInt64Array,
	BigUint64Array,
	Float32Array,
	Float64Array,
};

/** `done`: what was met already, by what stands for it; a value that holds itself is walked once. */
function tightened(value: unknown, done: Map<object, unknown>): unknown {
	if (typeof value !== 'object' || value === null) return value;
	const known = done.get(value);
	if (known !== undefined) return known;
	if (ArrayBuffer.isView(value)) {
		const view = isTight(value) ? value : copyOf(value);
		done.set(value, view);
		return view;
	}
	if (Array.isArray(value)) {
		const copy: unknown[] = [];
		done.set(value, copy);
		for (const part of value) copy.push(tightened(part, done));
		return copy;
	}
	// What is neither a list nor a plain object is for the clone to take or to refuse.
	const prototype: unknown = Object.getPrototypeOf(value);
	if (prototype !== Object.prototype && prototype !== null) return value;
	const copy: Record<string, unknown> = {};
	done.set(value, copy);
	for (const [name, part] of Object.entries(value)) copy[name] = tightened(part, done);
	return copy;
}

function isTight(view: View): boolean {
	return view.byteLength === view.buffer.byteLength && view.buffer instanceof ArrayBuffer;
}

function copyOf(view: View): View {
	const bytes = new Uint8Array(view.byteLength);
	bytes.set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
	const kind = (view as { readonly [Symbol.toStringTag]?: string })[Symbol.toStringTag] ?? '';
	const Maker = makers[kind] ?? DataView;
	return new Maker(bytes.buffer);
}
