import type { manifestSchema, metadataSchema, privacySchema } from '../../plugin/manifest.ts';
import type { extismUseSchema } from '../../plugin/module/extism-use.ts';
import { type LimitName, limitNames, policyLimits } from '../../policy/policy-limits.ts';
import { type PowerName, powerNames, powers } from '../../policy/powers.ts';

type TextsOf<Schema extends { readonly shape: object }> = { readonly [Key in keyof Schema['shape']]: string };

/** What each key of a manifest means: shown by editors, and in the reference. Markdown without headings. */
export const manifestTexts: TextsOf<typeof manifestSchema> = {
	$schema: 'Where an editor finds this schema. Nothing is fetched by the program.',
	id: 'What the plugin is called for good, whatever its name: a reversed domain (`com.example.csv-source`) or an owner and a name (`example/csv-source`). An update with another ID, or without one, is refused; the same ID under another name is recognised.',
	name: 'What the plugin is called: in lists, on the command line, as a folder. Not the name of a device on Windows (`con`, `nul`, `com1` …).',
	version:
		'Semantic version (`1.2.0`), by which updates are put in order. Takes precedence over `metadata.version`, which may be any text.',
	host: 'Versions of DataFlare it is made for, as a range in npm’s notation, for example `>=0.1`, `^1.4.0` or `1.x`. With any other version it is not installed, and what is installed is set aside.',
	abi_version:
		'Version of the plugin interface it is made for. There is version 1. A later one is treated like an unsuitable `host`.',
	type: 'What it does with records.',
	module_path: 'Its module: a path relative to this file, inside the plugin’s folder.',
	config: 'Passed to `plugin_init`. A run, a call or a chain may override its keys.',
	config_schema:
		'JSON Schema (2020-12) of `config`, from which a form is drawn and mistakes are found before anything runs.',
	input_schema:
		'JSON Schema (2020-12) of one record it takes. In a chain, stages whose records cannot match are refused before anything runs; where that is not certain, nothing is claimed.',
	output_schema: 'The same for one record it gives. A filter without one passes on what it was given.',
	security_policy:
		'What the plugin asks for. What it gets is the grant a person decides; no file of the plugin’s, and no update, widens it.',
	reasons:
		'Why it asks: by an entry of `security_policy`, by the name of one of its lists or limits. A text, or one by language (`en`, `zh-CN`). At most 500 characters on one line. Shown in the review as the author’s words.',
	optional:
		'What it works without: entries of `security_policy`, or the name of a whole list. The review leaves them denied until a person allows them.',
	memory_limit: 'Bytes. The lower of this and the grant’s `max_memory` applies.',
	timeout_ms: 'Milliseconds. The lower of this and the grant’s `max_execution_time` applies.',
	abi: 'Kind of guest. Inferred from the module if absent.',
	extism: 'How an Extism plugin is used as a component.',
	encoding: 'What inputs and results are made of.',
	batch:
		'Whether the component functions take many records at once. Default: true for `ndjson`. Plugins of `bytes` take one payload per call.',
	endless:
		'Of a source: when it returns 0 it has nothing now, and in a flow it is asked again until the run is finished. Elsewhere 0 is its end, as without this key.',
	instances: 'How many sandboxes may serve it at once.',
	sha256: 'Of the module, hexadecimal. Checked if present.',
	privacy: 'What the author says of the data the plugin handles. A person’s own mark takes precedence.',
	metadata: 'For people. Other keys are kept.',
};

/** What may stand in the list of each power. */
const entryTexts: Readonly<Record<PowerName, string>> = {
	network: 'Hosts: `api.example.com`, `*.example.com`, `api.example.com:8443`, `http://example.com`.',
	files:
		'Files, and folders with everything in them. A path that begins with `./` is in the plugin’s own data folder; one that ends with `:ro` may only be read.',
	environment: 'Names of environment variables.',
};

const limitTexts: Readonly<Record<LimitName, string>> = {
	memory: 'Memory of one instance, bytes.',
	time: 'Time of one call, milliseconds.',
	written: 'What one run may write into granted folders, bytes.',
	files: 'New files and folders one run may make.',
};

export const policyTexts: Readonly<Record<string, string>> = Object.fromEntries([
	...powerNames.flatMap((power) => [
		[powers[power].gate, `Switch for \`${powers[power].list}\`: while it is off, no entry counts.`],
		[powers[power].list, entryTexts[power]],
	]),
	...limitNames.map((name) => [policyLimits[name].field, limitTexts[name]]),
]);

export const metadataTexts: TextsOf<typeof metadataSchema> = {
	author: 'Who made it.',
	version: 'Any text. Use `version` of the manifest for semantic versions.',
	description: 'What it does, in a sentence or two.',
	'x-translations': 'The `description` in other languages, by language (BCP 47), at most 50.',
	license: 'Its licence.',
	homepage: 'Where more is to be found. Shown as text; nothing is fetched.',
	icon: 'Kept, not used.',
	samples: 'Inputs to try it with, offered in the test console.',
};

export const privacyTexts: TextsOf<typeof privacySchema> = {
	input:
		'`sensitive`: the history keeps nothing of its input, nor of what precedes it in a chain, unless a person asks for it for that run. `ordinary` changes nothing.',
};

export const extismTexts: TextsOf<typeof extismUseSchema> = {
	functions: 'Which of its exports stands for a component function: for example, `count_vowels` for `process_data`.',
	paths: 'Under which path the guest finds what is granted: by the path of the computer, or of the data folder.',
	max_var_bytes: 'Most that its variables may hold together, bytes. 0: it has none.',
	max_http_response_bytes: 'Most that one answer to an HTTP request may hold, bytes.',
};

export const sampleTexts = {
	name: 'What the sample is called.',
	input: 'A record, or a list of records.',
	'x-translations': 'The `name` in other languages, by language (BCP 47), at most 50.',
} as const;

export const flowComponentTexts: Readonly<Record<string, string>> = {
	name: 'What others call it in their `inputs`.',
	plugin: 'Name of an installed plugin. Absent: `name` is its name.',
	use: 'A part of the program in the place of a plugin: `read-file`, `write-file` (CSV, TSV, JSON, NDJSON, each also as gzip), or `preview`.',
	inputs:
		'Whose records it takes: `name`, `name.dropped` (what a filter let go) or `name.failed` (records that could not be worked, with the reason). Several are merged in this order. Where no component says it, each takes from the one before it.',
	config:
		'For a plugin: overrides keys of its own configuration. For `read-file` and `write-file`: `path` and how it is read or written.',
	batch_size: 'Records in one batch (default 2,000).',
	batch_bytes: 'Bytes of records in one batch (default 1 MiB).',
	workers: 'Instances that share the work of a processor, transformer or filter; the order of records stays.',
	on_error:
		'What becomes of a record that it cannot take: `fail` ends the run (default), `skip` leaves it out, `quarantine` sets it aside. An object tries it again first: `retry` times, the first after `backoff_ms`, and then what `then` says.',
	timeout_ms: 'Narrows the time that is in force for the plugin, ms.',
	memory_limit: 'Narrows the memory that is in force for the plugin, bytes.',
};
