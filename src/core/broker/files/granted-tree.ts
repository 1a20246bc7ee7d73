import { join, resolve } from 'node:path';
import type { FileKind, PathDecision, PathScope } from '../../policy/decide/path.ts';
import { closestEntry, decidePath, pathsToResolve, placesThatMayHold } from '../../policy/decide/path.ts';
import { entryPath } from '../../policy/entries/path-entry.ts';
import { macForm, type NormalPath, normalPath, pathText } from '../../policy/entries/path-form.ts';
import { resolveLinks } from './real-path.ts';
import type { FileScope } from './scope.ts';

/** A path that the grant covers by its name: where the entry that does so really is, and what is asked for below it. */
export interface Reached {
	readonly base: string;
	readonly rest: readonly string[];
}

/**
 * The grant as a tree of names. Where something is, is looked up for what a person granted and never for what a guest
 * asks: a share, an automounted host or a dead disk must not hear of a path that is refused.
 */
export class GrantedTree {
	readonly #scope: FileScope;
	readonly #literal: PathScope;
	#resolved: Promise<PathScope> | null = null;

	constructor(scope: FileScope) {
		const { dataFolder, extraPaths, windows, own } = scope;
		this.#scope = scope;
		this.#literal = { dataFolder, extraPaths, windows, own: own?.places };
	}

	/** Decides by names alone; the file system is asked for the places of granted entries at most. */
	async reach(kind: FileKind, path: NormalPath): Promise<Reached | PathDecision> {
		const { policy, dataFolder } = this.#scope;
		const asNamed = this.#asNamed();
		const name = normalPath(asNamed.realPathOf?.(pathText(path)) ?? pathText(path), asNamed) ?? path;
		const decision = decidePath(policy, kind, pathText(name), asNamed);
		const entry = decision.allowed ? closestEntry(policy, name, asNamed) : null;
		if (entry === null) {
			const places = placesThatMayHold(policy, path, this.#literal);
			if (places.length > 0) return this.#reachReal(kind, path, places);
			return decidePath(policy, kind, pathText(path), this.#literal);
		}
		const resolved = await this.resolved();
		const place = entryPath(entry, dataFolder);
		const named = normalPath(asNamed.realPathOf?.(place) ?? place, asNamed);
		const base = resolved.realPathOf?.(place) ?? '';
		const rest = name.segments.slice(named?.segments.length ?? 0);
		// The entry itself may be a link that leads nowhere, or out of the data folder, or to what is the program's own.
		const real = base === '' ? pathText(path) : join(base, ...rest);
		const really = decidePath(policy, kind, real, resolved);
		return really.allowed ? { base, rest } : really;
	}

	/** By the real places of entries: a person granted a link, and the guest names what it leads to. */
	async #reachReal(kind: FileKind, path: NormalPath, places: readonly string[]): Promise<Reached | PathDecision> {
		const { policy, dataFolder } = this.#scope;
		const resolved = await this.#resolve(places);
		const decision = decidePath(policy, kind, pathText(path), resolved);
		const entry = decision.allowed ? closestEntry(policy, path, resolved) : null;
		if (entry === null) return decision;
		const base = resolved.realPathOf?.(entryPath(entry, dataFolder)) ?? '';
		return { base, rest: path.segments.slice(normalPath(base, resolved)?.segments.length ?? 0) };
	}

	/** Names as they are written. macOS has several spellings of one name: which of them are meant is seen in the end. */
	#asNamed(): PathScope {
		return process.platform === 'darwin' && !this.#scope.windows
			? { ...this.#literal, caseInsensitive: true, realPathOf: macForm }
			: this.#literal;
	}

	/** The scope with the entries where they really are. */
	resolved(): Promise<PathScope> {
		this.#resolved ??= this.#resolve(pathsToResolve(this.#scope.policy, this.#literal));
		return this.#resolved;
	}

	async #resolve(paths: readonly string[]): Promise<PathScope> {
		const real = await Promise.all(paths.map((path) => resolveLinks(resolve(path))));
		// A dangling entry names nothing: the empty path is within no folder and holds none.
		const places = new Map(paths.map((path, index) => [path, real[index] ?? '']));
		return { ...this.#literal, realPathOf: (path) => places.get(path) ?? '' };
	}
}
