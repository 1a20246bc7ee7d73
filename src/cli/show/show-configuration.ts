import type { InspectAnswer } from '../../shared/api/plugin-routes.ts';
import type { ConfigSchema, ReadSchema } from '../../shared/config/config-schema.ts';
import { type FieldModel, modelOf, type NamedField, rootFields } from '../../shared/config/field-model.ts';
import { inLanguage } from '../../shared/config/in-language.ts';
import { configSchemaOf } from '../../shared/config/read-schema.ts';
import type { JsonValue } from '../../shared/errors/errors.ts';
import type { Session } from '../session/session.ts';

/** Fields that are listed; a schema may have a thousand. */
const MAX_ROWS = 200;
/** Objects within objects that are listed with their fields. */
const MAX_LEVELS = 3;
/** Characters of a text that a plugin wrote. */
const MAX_TEXT = 300;

interface Row {
	readonly name: string;
	readonly model: FieldModel;
	readonly required: NamedField['required'];
}

/** What a plugin can be configured with: a line for each key, as its schema has it in `language`. */
export function showConfiguration(session: Session, { manifest, warnings }: InspectAnswer, language: string): void {
	const read = configSchemaOf(manifest);
	if (read === null) {
		session.say(`${manifest.name} has no usable configuration schema, so its configuration is plain JSON.`);
		for (const { reason, text } of warnings) if (reason.startsWith('schema_')) session.say(`  note: ${text}`);
		session.say(`Its default configuration: ${JSON.stringify(manifest.config)}`);
		return;
	}
	const schema = inLanguage(read, language);
	const rows: Row[] = [];
	collect(schema, rootFields(schema).fields, '', 0, rows);
	if (rows.length === 0) {
		session.say(`${manifest.name} has no settings.`);
		return;
	}
	session.table(
		['NAME', 'TYPE', 'DEFAULT', 'REQUIRED', 'ABOUT'],
		rows.map(({ name, model, required }) => {
			const own = manifest.config[name];
			const fallback = own === undefined ? model.default : own;
			return [
				shortened(name),
				shortened(typeText(schema, model)),
				fallback === undefined ? '—' : shortened(JSON.stringify(fallback)),
				{ yes: 'yes', one_of: 'one of these', no: '—' }[required],
				shortened(model.about ?? model.title ?? '—'),
			];
		}),
	);
}

function collect(schema: ReadSchema, fields: readonly NamedField[], before: string, level: number, rows: Row[]): void {
	for (const { key, schema: node, required } of fields) {
		if (rows.length >= MAX_ROWS) return;
		const model = modelOf(schema, node);
		const name = before === '' ? key : `${before}.${key}`;
		rows.push({ name, model, required });
		if (level >= MAX_LEVELS) continue;
		if (model.kind === 'object') collect(schema, model.fields, name, level + 1, rows);
		if (model.kind !== 'list') continue;
		const item = modelOf(schema, model.item);
		if (item.kind === 'object') collect(schema, item.fields, `${name}[]`, level + 1, rows);
	}
}

function typeText(schema: ReadSchema, model: FieldModel, level = 0): string {
	const inner = (item: ConfigSchema): string =>
		level > 2 ? 'JSON' : typeText(schema, modelOf(schema, item), level + 1);
	switch (model.kind) {
		case 'text':
			return 'text';
		case 'number':
			return 'number';
		case 'integer':
			return 'whole number';
		case 'boolean':
			return 'true or false';
		case 'choice':
			return model.choices.map((choice: JsonValue) => JSON.stringify(choice)).join(' or ');
		case 'list':
			return `list of ${inner(model.item)}`;
		case 'map':
			return `map of names to ${inner(model.item)}`;
		case 'object':
			return 'object';
		case 'union':
			return model.ways
				.map((way) => (way.properties === undefined ? inner(way) : (way.title ?? 'object')))
				.join(' or ');
		case 'json':
			return 'JSON';
	}
}

function shortened(text: string): string {
	return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT - 1)}…`;
}
