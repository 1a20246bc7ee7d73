import type { PluginRecord } from '../../../shared/plugin/plugin-record.ts';
import { useRoute } from '../../client/engine.tsx';
import type { Command } from '../../lib/keys/command.ts';
import { nameScore } from './match.ts';

/** Plugins whose actions are gone through; of five hundred, those that are named. */
const MOST = 12;

/** What can be done with a plugin, its page first. */
export type PluginCommands = (plugin: PluginRecord) => readonly Command[];

/** What can be done with the plugins that are named by what was typed; the page of each is `pages`. */
export function usePluginFinds(
	typed: string,
	commandsOf: PluginCommands,
): { readonly plugins: readonly Command[]; readonly pages: readonly Command[] } {
	const { data = [] } = useRoute('plugins.list', {});
	const each = data
		.map((plugin) => ({ plugin, score: nameScore(plugin.name, typed) }))
		.toSorted((one, other) => other.score - one.score)
		.slice(0, MOST)
		.map(({ plugin }) => commandsOf(plugin));
	return { plugins: each.flat(), pages: each.flatMap((commands) => commands.slice(0, 1)) };
}
