import type { Command } from 'commander';
import { jsonSchema, type SchemaName, schemaNames } from '../../shared/face/schemas/json-schemas.ts';
import { didYouMean } from '../../shared/issues/did-you-mean.ts';
import { examples } from '../session/examples.ts';
import { type Run, UsageError } from '../session/session.ts';

export function addSchemaCommand(program: Command, run: Run): void {
	program
		.command('schema')
		.description('print the JSON Schema of a file that people write, for editors and other tools')
		.argument('[file]', `which file: ${schemaNames.join(', ')}`, 'manifest')
		.addHelpText(...examples('schema manifest > plugin.schema.json', 'schema chain'))
		.action((named: string) =>
			run(async (session) => {
				const schema = jsonSchema(nameOf(named));
				session.result(schema, () => session.raw(`${JSON.stringify(schema, null, '\t')}\n`));
			}),
		);
}

function nameOf(named: string): SchemaName {
	const found = schemaNames.find((each) => each === named);
	if (found !== undefined) return found;
	throw new UsageError(
		`There is no schema of "${named}"${didYouMean(named, schemaNames)}.`,
		`Use ${schemaNames.join(', ')}.`,
	);
}
