import { isDeviceName } from '../../../shared/device-name.ts';
import type { AuthorLanguage, AuthorLicence, CreatedPlugin } from '../../../shared/plugin/authoring/authoring.ts';
import type { ComponentType } from '../../../shared/plugin/component-type.ts';
import { pluginNameSchema } from '../../../shared/plugin/manifest.ts';
import { shellWord } from '../../lib/text/shell-word.ts';

/** What a person said so far about a plugin that is to be begun. */
export interface NewPluginDraft {
	readonly name: string;
	readonly language: AuthorLanguage;
	readonly role: ComponentType;
	/** In which folder its own one comes to be; null: nothing was said, and it is the person's own. */
	readonly parent: string | null;
	readonly description: string;
	readonly author: string;
	readonly licence: AuthorLicence;
}

export const emptyDraft: NewPluginDraft = {
	name: '',
	language: 'assemblyscript',
	role: 'transformer',
	parent: null,
	description: '',
	author: '',
	licence: 'MIT',
};

/** Names are the same in every language of the window; what is a description is told in each. */
export const languageNames: Readonly<Record<AuthorLanguage, string | null>> = {
	assemblyscript: 'AssemblyScript',
	rust: 'Rust',
	c: 'C',
	wat: null,
	javascript: 'JavaScript',
};

/** Why a plugin cannot be called this; null: it can. */
export function nameProblem(name: string): 'nameWrong' | 'nameDevice' | null {
	if (!pluginNameSchema.safeParse(name).success) return 'nameWrong';
	return isDeviceName(name) ? 'nameDevice' : null;
}

/** Whether the tools of its language come with `npm install`. */
export const takesTools = ({ files }: CreatedPlugin): boolean => files.includes('package.json');

/** What is typed into a terminal, wherever that is, to have it built and tried. */
export function commandsOf(plugin: CreatedPlugin): readonly string[] {
	const folder = shellWord(plugin.folder);
	return [
		...(takesTools(plugin) ? [`npm install --prefix ${folder}`] : []),
		`dataflare plugin build ${folder}`,
		`dataflare plugin test ${folder}`,
	];
}
