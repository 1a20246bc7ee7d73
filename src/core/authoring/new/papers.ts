import { CASES_FOLDER, RECIPE_FILE } from '../../../shared/plugin/authoring/authoring.ts';
import { powers } from '../../../shared/policy/powers.ts';
import { languageLayouts } from './languages.ts';
import { licenceText } from './licences.ts';
import { asJson, type NewFiles, type NewPlugin } from './new-plugin.ts';
import { roleStarts } from './roles.ts';

/** Texts of the templates, as they are there. */
export interface PaperTexts {
	readonly readme: string;
	/** What has to be installed for the language. */
	readonly needs: string;
}

/** Everything of a new plugin that is not its code. */
export function papersOf(plugin: NewPlugin, texts: PaperTexts): NewFiles {
	const { language, role, name, licence, author } = plugin;
	const layout = languageLayouts[language];
	const start = roleStarts[role];
	const module = `${name}.wasm`;
	const text = licenceText(licence, author || `The authors of ${name}`);
	const given: ReadonlyMap<string, string | null> = new Map([
		['plugin.json', asJson(manifestOf(plugin, module))],
		[RECIPE_FILE, asJson({ steps: layout.steps(module) })],
		['README.md', readme(plugin, texts)],
		['CHANGELOG.md', '# Changes\n\n## 0.1.0\n\n- The first version.\n'],
		['LICENSE', text],
		['.gitignore', '/node_modules/\n/.build/\n*.dfplugin\n'],
		['package.json', packageFile(plugin)],
		...Object.entries(layout.more?.(role) ?? {}),
		[
			'samples/records.ndjson',
			start.records === null ? null : start.records.map((record) => `${JSON.stringify(record)}\n`).join(''),
		],
		[
			`${CASES_FOLDER}/first.json`,
			asJson({
				...(start.records === null ? {} : { input_file: 'samples/records.ndjson' }),
				config: start.config,
				expected: start.expected,
			}),
		],
	]);
	return new Map([...given].flatMap(([path, content]) => (content === null ? [] : [[path, content] as const])));
}

function manifestOf({ language, role, name, description, author, licence }: NewPlugin, module: string): object {
	const { batch, memory } = languageLayouts[language];
	const { does, doesZh, config, schema, folder } = roleStarts[role];
	const [key = ''] = Object.keys(config);
	return {
		name,
		type: role,
		module_path: `./${module}`,
		encoding: 'ndjson',
		batch,
		config,
		config_schema: {
			type: 'object',
			properties: { [key]: schema },
			additionalProperties: false,
		},
		...(memory === undefined ? {} : { memory_limit: memory }),
		...(folder === undefined ? {} : { security_policy: { [powers.files.gate]: true, [powers.files.list]: [folder] } }),
		metadata: {
			...(author === '' ? {} : { author }),
			version: '0.1.0',
			description: description || does,
			...(description === '' ? { 'x-translations': { 'zh-CN': { description: doesZh } } } : {}),
			...(licence === 'none' ? {} : { license: licence }),
		},
	};
}

function packageFile({ language, name }: NewPlugin): string | null {
	const { packages } = languageLayouts[language];
	return Object.keys(packages).length === 0
		? null
		: asJson({ name, version: '0.1.0', private: true, devDependencies: packages });
}

function readme({ language, role, name, description }: NewPlugin, { readme: text, needs }: PaperTexts): string {
	const { title, source } = languageLayouts[language];
	const { does, config } = roleStarts[role];
	const keys = Object.entries(config).map(([key, value]) => `| \`${key}\` | \`${JSON.stringify(value)}\` |`);
	const words: Readonly<Record<string, string>> = {
		...{ name, role, title, source, needs, keys: keys.join('\n') },
		description: description || does,
		article: role === 'aggregator' ? 'An' : 'A',
	};
	return text.replaceAll(/\{\{([a-z]+)\}\}/g, (_, word: string) => words[word] ?? '');
}
