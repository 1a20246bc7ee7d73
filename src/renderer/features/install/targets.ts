import type { InspectAnswer } from '../../../shared/api/plugin-routes.ts';
import type { DataFlareError } from '../../../shared/errors/errors.ts';

/** What became of one thing that a person offered. */
export type Target = { readonly path: string } & (
	| { readonly state: 'looking' }
	| { readonly state: 'refused'; readonly error: DataFlareError }
	| { readonly state: 'offered'; readonly offer: InspectAnswer }
	| { readonly state: 'installed' | 'updated'; readonly offer: InspectAnswer }
	| { readonly state: 'skipped' }
);

/**
 * A plugin's folder stands for the files in it, and a configuration for the module beside it: who drops `plugin.json` and
 * the module means one plugin.
 */
export function withoutParts(targets: readonly Target[]): readonly Target[] {
	const wholes = targets.flatMap((target) =>
		'offer' in target && !target.offer.inferred ? [{ path: target.path, ...partsOf(target.offer) }] : [],
	);
	return targets.filter(
		({ path }) =>
			!wholes.some(
				({ path: other, folder, module }) =>
					other !== path && (path === module || (/[\\/]/.test(path.charAt(folder.length)) && path.startsWith(folder))),
			),
	);
}

function partsOf({ source, manifest }: InspectAnswer): { readonly folder: string; readonly module: string | null } {
	const beside = source.replace(/[^\\/]*$/, '');
	const isFile = /\.json$/i.test(source);
	return { folder: source, module: isFile ? `${beside}${manifest.module_path.replace(/^\.\//, '')}` : null };
}

/** What was typed or pasted as a path: without what a file manager puts around it. */
export function cleanPath(text: string): string {
	const path = text.trim().replace(/^(["'])(.*)\1$/, '$2');
	if (!path.startsWith('file://')) return path;
	try {
		return decodeURIComponent(new URL(path).pathname).replace(/^\/([A-Za-z]:)/, '$1');
	} catch {
		return path;
	}
}

export function nameOf(target: Target): string {
	if ('offer' in target) return target.offer.manifest.name;
	return target.path.split(/[\\/]/).findLast((part) => part !== '') ?? target.path;
}
