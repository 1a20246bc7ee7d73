import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RouteInput, RouteName, RouteOutput } from '../../shared/api/routes.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import type { Envelope } from '../../shared/errors/result.ts';
import type { PluginRecord } from '../../shared/plugin/plugin-record.ts';
import { powers } from '../../shared/policy/powers.ts';
import { limitsOnly, type SecurityPolicy } from '../../shared/policy/security-policy.ts';
import { mkdir, mkdtempSync, rm } from '../files/user-files.ts';
import type { Registry } from '../registry/registry.ts';

/** An engine that was opened on a folder of its own. */
export interface OpenedEngine {
	request<N extends RouteName>(name: N, input: RouteInput<N>): Promise<Envelope<RouteOutput<N>>>;
	close(): Promise<void>;
}

/** Opens an engine on a data folder, absolute, with processes as the program's own engine has them. */
export type OpenEngine = (dataDir: string) => Promise<OpenedEngine>;

/** What a plugin is granted where it is tried: of what it asks for its data folder alone, or all of it. */
export type TrialGrant = 'own' | 'asked';

/** An engine with one plugin, in which its author tries it. Nothing of it is left once it is closed. */
export class Trial {
	readonly plugin: PluginRecord;
	/** For what runs read and write, absolute. */
	readonly work: string;
	readonly #folder: string;
	readonly #engine: OpenedEngine;

	private constructor(folder: string, engine: OpenedEngine, plugin: PluginRecord) {
		this.#folder = folder;
		this.#engine = engine;
		this.plugin = plugin;
		this.work = join(folder, 'work');
	}

	/** Installs what lies at a path into a new engine. Rejects as an installation does. */
	static async open(
		open: OpenEngine,
		registry: Pick<Registry, 'inspect'>,
		path: string,
		grant: TrialGrant,
	): Promise<Trial> {
		const { package: found } = await registry.inspect(path);
		// Nobody else can enter a folder that is made so.
		const folder = mkdtempSync(join(tmpdir(), 'dataflare-trial-'));
		const drop = () => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
		try {
			await mkdir(join(folder, 'work'));
			const engine = await open(join(folder, 'data'));
			try {
				const installed = await engine.request('plugins.install', {
					path,
					grant: trialGrant(found.manifest.security_policy, grant),
				});
				if (!installed.ok) throw DataFlareError.fromWire(installed.error);
				return new Trial(folder, engine, installed.data);
			} catch (error) {
				await engine.close();
				throw error;
			}
		} catch (error) {
			await drop();
			throw error;
		}
	}

	/** The answer's data; throws its error. */
	async ask<N extends RouteName>(route: N, input: RouteInput<N>): Promise<RouteOutput<N>> {
		const answer = await this.#engine.request(route, input);
		if (answer.ok) return answer.data;
		throw DataFlareError.fromWire(answer.error);
	}

	/** Where the plugin's relative paths begin, absolute. */
	get dataFolder(): string {
		return join(this.#folder, 'data/plugin-data', this.plugin.name);
	}

	async close(): Promise<void> {
		await this.#engine.close();
		await rm(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
	}
}

/** A plugin that is only tried reaches none of its author's files, unless the author says so. */
function trialGrant(asked: SecurityPolicy, grant: TrialGrant): SecurityPolicy {
	if (grant === 'asked') return asked;
	const { gate, list } = powers.files;
	const own = asked[list].filter((entry) => entry.startsWith('./') && !entry.split('/').includes('..'));
	return { ...limitsOnly(asked), [gate]: asked[gate] && own.length > 0, [list]: own };
}
