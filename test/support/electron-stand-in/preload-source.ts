import { readFileSync } from 'node:fs';

/** Names of the two functions that join the page to the stand-in's main process. */
export const INVOKE = '__standInInvoke';
export const EMIT = '__standInEmit';

/**
 * The built preload script as a script that runs before the page's own: `require('electron')` gives what a sandboxed
 * preload script gets. Unlike Electron's, it shares the page's world; what it exposes is frozen.
 */
export function preloadSource(path: string): string {
	return `(() => {
		const listeners = new Map();
		const invoke = globalThis.${INVOKE};
		Object.defineProperty(globalThis, '${EMIT}', {
			value: (channel, args) => { for (const listener of listeners.get(channel) ?? []) listener({}, ...args); },
		});
		const electron = {
			contextBridge: {
				exposeInMainWorld: (name, api) =>
					Object.defineProperty(globalThis, name, { value: Object.freeze(api), enumerable: true }),
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
