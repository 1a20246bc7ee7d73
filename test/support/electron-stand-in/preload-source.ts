import { readFileSync } from 'node:fs';

/** Names of the two functions that join the page to the stand-in's main process. */
export const INVOKE = '__standInInvoke';
export const EMIT = '__standInEmit';
/** And of the one by which a page opens a window. */
export const OPEN = '__standInOpen';

/** Electron's bridge between two worlds: what it copies, what it refuses, and what is left of an error. */
const CROSSING = `
	const crossed = (value, depth = 0, seen = new Map()) => {
		if (depth >= 1000) {
			throw new TypeError(
				'Electron contextBridge recursion depth exceeded.  Nested objects deeper than 1000 are not supported.',
			);
		}
		if (value === null || (typeof value !== 'object' && typeof value !== 'function')) {
			if (typeof value === 'symbol') throw new TypeError('An object could not be cloned.');
			return value;
		}
		if (seen.has(value)) return seen.get(value);
		const keep = (copy) => (seen.set(value, copy), copy);
		if (typeof value === 'function') {
			return keep((...args) => {
				const given = args.map((arg) => crossed(arg));
				let answer;
				try {
					answer = value(...given);
				} catch (error) {
					throw crossed(error);
				}
				return crossed(answer);
			});
		}
		if (value instanceof Promise) {
			return keep(new Promise((resolve, reject) => {
				value.then(
					(answer) => {
						try {
							resolve(crossed(answer));
						} catch (error) {
							reject(new Error(error.message));
						}
					},
					(error) => reject(crossed(error)),
				);
			}));
		}
		if (value instanceof Error) return new Error(String(value.message));
		if (value instanceof Blob || value instanceof Node) return value;
		if (Array.isArray(value)) return keep(value.map((part) => crossed(part, depth + 1, seen)));
		const prototype = Object.getPrototypeOf(value);
		if (prototype === null || prototype.constructor?.name === 'Object') {
			const copy = keep({});
			for (const [name, part] of Object.entries(value)) copy[name] = crossed(part, depth + 1, seen);
			return copy;
		}
		return structuredClone(value);
	};
	const freeze = (value) => {
		if (value !== null && typeof value === 'object') for (const part of Object.values(value)) freeze(part);
		return Object.freeze(value);
	};
`;

/**
 * The built preload script as a script that runs before the page's own: `require('electron')` gives what a sandboxed
 * preload script gets. Unlike Electron's, it shares the page's world; but whatever passes between what it exposes and the
 * page is copied, refused and stripped as by Electron's bridge.
 */
export function preloadSource(path: string): string {
	return `(() => {
		${CROSSING}
		const wanted = globalThis.${OPEN};
		globalThis.open = (url) => {
			void wanted(new URL(url, location.href).href);
			return null;
		};
		const listeners = new Map();
		const invoke = globalThis.${INVOKE};
		Object.defineProperty(globalThis, '${EMIT}', {
			value: (channel, args) => { for (const listener of listeners.get(channel) ?? []) listener({}, ...args); },
		});
		const electron = {
			contextBridge: {
				exposeInMainWorld: (name, api) =>
					Object.defineProperty(globalThis, name, { value: freeze(crossed(api)), enumerable: true }),
			},
			ipcRenderer: {
				invoke: async (channel, ...args) => {
					const { value, error } = await invoke(channel, args);
					if (error !== undefined) throw new Error("Error invoking remote method '" + channel + "': " + error);
					return value;
				},
				on: (channel, listener) => listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
			},
			// A file of a test is on the disk where its name says.
			webUtils: { getPathForFile: (file) => (file.name.startsWith('disk:') ? file.name.slice(5) : '') },
		};
		const require = (name) => {
			if (name === 'electron') return electron;
			throw new Error('a sandboxed preload script cannot require ' + name);
		};
		const module = { exports: {} };
		((require, module, exports) => {${readFileSync(path, 'utf8')}\n})(require, module, module.exports);
	})();`;
}
