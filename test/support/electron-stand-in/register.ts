/** Preloaded (`node --import`): whoever imports `electron` gets the stand-in, and sees what Electron's Node looks like. */
import { registerHooks } from 'node:module';
import { patchFileSystem } from './asar-fs.ts';

const original = patchFileSystem();
const builtin = process.getBuiltinModule;

Object.defineProperty(process, 'versions', { value: Object.freeze({ ...process.versions, electron: '45.4.1' }) });
Object.defineProperty(process, 'getBuiltinModule', {
	value: (name: string): unknown => (name === 'original-fs' ? original : builtin(name)),
});
Object.assign(globalThis, { [Symbol.for('stand-in.original-fs')]: original });

registerHooks({
	resolve(specifier, context, next) {
		if (specifier === 'electron') return { url: new URL('./electron.ts', import.meta.url).href, shortCircuit: true };
		if (specifier === 'original-fs') {
			const names = Object.keys(original).filter((name) => /^\w+$/.test(name));
			const source = `const fs = globalThis[Symbol.for('stand-in.original-fs')];export default fs;export const {${names.join(',')}} = fs;`;
			return { url: `data:text/javascript,${encodeURIComponent(source)}`, shortCircuit: true };
		}
		return next(specifier, context);
	},
});
