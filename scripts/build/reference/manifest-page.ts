import { type JsonSchema, jsonSchema } from '../../../src/shared/face/schemas/json-schemas.ts';
import { cell } from './cell.ts';

/** What is described in a section of its own, below the keys of the manifest. */
const sections: readonly (readonly [key: string, title: string])[] = [
	['security_policy', 'What it asks for: `security_policy`'],
	['metadata', 'For people: `metadata`'],
	['metadata.samples', 'Samples: `metadata.samples`'],
	['privacy', 'The data it handles: `privacy`'],
	['extism', 'Extism plugins: `extism`'],
];

const example = `{
	"$schema": "./plugin.schema.json",
	"id": "com.example.currency",
	"name": "currency",
	"version": "1.2.0",
	"host": ">=0.1",
	"type": "transformer",
	"module_path": "./currency.wasm",
	"encoding": "ndjson",
	"security_policy": {
		"allow_network": true,
		"allowed_hosts": ["rates.example.com", "backup.example.com"],
		"max_memory": 16777216
	},
	"reasons": {
		"rates.example.com": { "en": "Today’s rates come from there.", "zh-CN": "当日汇率来自该主机。" },
		"max_memory": "The table of rates is kept in memory."
	},
	"optional": ["backup.example.com"],
	"input_schema": {
		"type": "object",
		"properties": { "amount": { "type": "number" }, "currency": { "type": "string" } },
		"required": ["amount", "currency"]
	},
	"metadata": { "author": "Your Name", "description": "Converts amounts." }
}`;

/** The manifest that the page begins with. */
export const exampleManifest = example;

/** docs/manifest.md as the schema of the manifest is now. */
export function manifestPage(): string {
	const schema = jsonSchema('manifest');
	return `${[
		'# The manifest: `plugin.json`',
		'<!-- Written by `npm run reference` from the schema of the manifest; a test compares the two. -->',
		'A manifest says what a plugin is and what it asks for. Only `name`, `type` and `module_path` are required. What a module exports and imports is in [the plugin interface](plugin-interface.md), which also describes `config_schema` and translations.',
		`\`\`\`json\n${example}\n\`\`\``,
		'**Help while you write.** `dataflare schema manifest > plugin.schema.json` writes the JSON Schema beside the manifest, and `"$schema": "./plugin.schema.json"` makes an editor complete keys, explain them and mark mistakes. It comes with the program as `resources/schemas/plugin.schema.json`, beside the schemas of policies and chains. The program itself reads no schema from there.',
		'**Mistakes.** A manifest is UTF-8 and has at most 1 MiB and 20,000 keys and values. What is wrong is reported with the path of the key, what was expected and what was found. A key that is not known is kept and reported, with the key that was probably meant. The same key twice, `__proto__`, and numbers that cannot be stored exactly are refused.',
		'## Keys',
		keys(schema),
		...sections.flatMap(([path, title]) => [`## ${title}`, keys(at(schema, path))]),
		'## Identity and versions',
		'An **ID** is given once and never changed. If the installed plugin has one, an update must have the same: another ID, or none, is refused with both. Going back to an earlier version that had no ID is still possible. A plugin whose ID is installed under another name is reported as the same one, but it is installed as a plugin of its own: its grant, history and data do not move.',
		'**`host`** is compared with the version of DataFlare when the plugin is inspected and installed, and again at each start. A plugin that no longer suits is set aside with a sentence that names both versions, and comes back by itself with a version that suits. A pre-release counts as the version it precedes.',
		'## Reasons and optional rights',
		'Both name what `security_policy` asks for. An entry (`"api.example.com"`) takes precedence over its list (`"allowed_hosts"`), and limits (`"max_memory"`) can have reasons, too. What names nothing that is asked for is reported. Reasons are one line of plain text: control characters, line breaks and marks of direction are refused.',
		'**Optional** rights stay denied in the review until a person allows them, whatever their risk. The plugin must work without them: `host_http` and the other functions answer with a denial. Its page and `inspect` list the optional rights that are not granted, and `dataflare install --grant needed` grants everything else.',
		'## Schemas of records',
		'`input_schema` and `output_schema` describe one record, never a batch. They are read within the same bounds as `config_schema`, and one that cannot be followed is reported and not used. When a chain is checked or started, each stage is compared with the one before it. If no record at all can match both schemas, the chain is refused with the place where they differ. Types, listed values, bounds, required and forbidden properties, `$ref`, `allOf`, `anyOf` and `oneOf` are compared. Whatever else the schemas say, nothing is concluded from it.',
	].join('\n\n')}\n`;
}

function at(schema: JsonSchema, path: string): JsonSchema {
	const found = path.split('.').reduce<JsonSchema | undefined>((inner, key) => inner?.properties?.[key], schema);
	if (found === undefined) throw new Error(`the schema has no ${path}`);
	return found.items ?? found;
}

function keys({ properties = {}, required = [] }: JsonSchema): string {
	const rows = Object.entries(properties).map(([key, schema]) => {
		const needed = required.includes(key) ? '**Required.** ' : '';
		return `| \`${key}\` | ${cell(kindOf(schema))} | ${cell(`${needed}${schema.description ?? ''}`)}${defaultOf(schema)} |`;
	});
	return ['| key | value | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

function defaultOf({ default: value }: JsonSchema): string {
	const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
	return isPlain ? ` Default: \`${JSON.stringify(value)}\`.` : '';
}

function kindOf(schema: JsonSchema): string {
	const { type, minimum, maximum, maxLength, maxItems, items } = schema;
	if (schema.enum !== undefined) return schema.enum.map((each) => `\`${String(each)}\``).join(', ');
	if (type === undefined) return 'any JSON';
	const [first = ''] = [type].flat();
	const number = (value: number): string => value.toLocaleString('en');
	switch (first) {
		case 'string':
			return maxLength === undefined ? 'text' : `text, at most ${number(maxLength)} characters`;
		case 'boolean':
			return '`true` or `false`';
		case 'array':
			return `list of ${items?.type === 'string' ? 'texts' : 'objects'}${maxItems === undefined ? '' : `, at most ${number(maxItems)}`}`;
		case 'integer':
			return maximum === undefined
				? `whole number from ${number(minimum ?? 0)}`
				: `whole number, ${number(minimum ?? 0)} to ${number(maximum)}`;
		default:
			return first;
	}
}
