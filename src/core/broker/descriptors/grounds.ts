import { resolve } from 'node:path';
import { entriesInForce } from '../../../shared/policy/powers.ts';
import type { FileKind, PathDecision, PathScope } from '../../policy/decide/path.ts';
import type { BrokerTools } from '../act.ts';
import type { BrokerContext } from '../broker.ts';
import { type DecideOpened, decideByPlace, openedDecision } from '../files/file-scope.ts';
import { GrantedTree } from '../files/granted-tree.ts';
import type { FileScope } from '../files/scope.ts';
import { assertAllowed } from '../host-failure.ts';
import { scopeOf } from '../scope-of.ts';
import type { Descriptor } from './descriptors.ts';
import { WasiFailure } from './wasi-failure.ts';

/** What decides on the files of one request: the grant as it is now, with its entries where they really are. */
export class Grounds {
	readonly scope: FileScope;
	/** The same wherever the same is granted. */
	readonly text: string;
	/** Where the entries really are: asked of the file system once something is decided. */
	#resolving: Promise<PathScope> | null = null;

	constructor(context: BrokerContext, tools: BrokerTools) {
		const scope = scopeOf(context, tools);
		this.scope = scope;
		const { policy, dataFolder, extraPaths, own } = scope;
		this.text = JSON.stringify([
			entriesInForce(policy, 'files'),
			dataFolder,
			extraPaths ?? [],
			own?.places.sealed ?? [],
		]);
	}

	#resolved(): Promise<PathScope> {
		this.#resolving ??= new GrantedTree(this.scope).resolved();
		return this.#resolving;
	}

	get #grantsNothing(): boolean {
		const { policy, extraPaths = [] } = this.scope;
		return entriesInForce(policy, 'files').length + extraPaths.length === 0;
	}

	/** Decides by a real place's name, before anything there is touched. */
	async place(kind: FileKind, path: string): Promise<PathDecision> {
		return decideByPlace(kind, path, this.scope, await this.#resolved());
	}

	async assertPlace(kind: FileKind, path: string): Promise<PathDecision> {
		const decision = await this.place(kind, path);
		assertAllowed(decision);
		return decision;
	}

	opened(kind: FileKind): DecideOpened {
		return async (where, facts) => openedDecision(kind, this.scope, await this.#resolved())(where, facts);
	}

	/**
	 * The guest's own descriptor, still granted. Where nothing is granted at all, one that there is not is decided on like
	 * the data folder: whoever may not use files is told so.
	 */
	async descriptor(handle: number, { context, tools, kind }: Access): Promise<Descriptor> {
		const found = tools.descriptors.get(context.signal, handle);
		if (found === undefined) {
			if (this.#grantsNothing) await this.assertPlace(kind, resolve(context.dataFolder));
			throw new WasiFailure('badf', 'No such handle.');
		}
		if (found.grounds !== this.text) {
			assertAllowed(await this.opened(kind)(found.place, await found.handle.stat({ bigint: true })));
			found.grounds = this.text;
		}
		return found;
	}
}

export interface Access {
	readonly context: BrokerContext;
	readonly tools: BrokerTools;
	readonly kind: FileKind;
}
