import type { Command } from 'commander';
import { authorLanguages, authorLicences } from '../../../shared/plugin/authoring/authoring.ts';
import { componentTypes } from '../../../shared/plugin/component-type.ts';
import { examples } from '../../session/examples.ts';
import { versionWords } from '../../session/named-version.ts';
import { type Run, UsageError } from '../../session/session.ts';
import { parsePositive } from '../../text/format.ts';
import { packCommand } from '../pack.ts';
import { begin, type NewFlags } from './begin.ts';
import { type TestFlags, test } from './cases.ts';
import { type DevFlags, develop } from './develop.ts';
import { build, validate } from './make.ts';
import { type BenchFlags, bench } from './measure.ts';

const here = ['[folder]', 'the plugin’s folder', '.'] as const;
const grantOption = [
	'--grant <what>',
	'"requested" grants what the plugin asks for; default: its own data folder',
] as const;

/** For whoever writes a plugin: from a new folder to a package. */
export function addAuthorCommands(program: Command, run: Run): void {
	const plugin = program
		.command('plugin')
		.description('write a plugin: begin, build, test, measure and pack it')
		.addHelpText(...examples('plugin new', 'plugin build', 'plugin test', 'plugin dev', 'plugin pack'));
	plugin
		.command('new')
		.description('begin a plugin: a folder that builds, tests and packs as it stands')
		.argument('[folder]', 'the folder to create (default: the plugin’s name)')
		.option('--language <language>', authorLanguages.join(', '))
		.option('--role <role>', componentTypes.join(', '))
		.option('--name <name>', 'the plugin’s name (default: the folder’s)')
		.option('--description <text>', 'the sentence that lists show')
		.option('--author <name>', 'for the manifest and the licence')
		.option('--licence <licence>', `${authorLicences.join(', ')} (default: MIT)`)
		.addHelpText(...examples('plugin new', 'plugin new ./fahrenheit --language rust --role transformer'))
		.action((folder: string | undefined, flags: NewFlags) => run((session) => begin(session, folder, flags)));
	plugin
		.command('build')
		.description('run the commands in build.json, and check what they made')
		.argument(...here)
		.addHelpText(...examples('plugin build', 'plugin build ./fahrenheit'))
		.action((folder: string) => run((session) => build(session, folder)));
	plugin
		.command('test')
		.description('run the cases in a sandbox and compare what comes out')
		.argument(...here)
		.option('--update', 'write what comes out into the cases, as what is expected from now on')
		.option('--since <version>', `also show what comes out otherwise than from a kept version: ${versionWords}`)
		.option(...grantOption)
		.addHelpText(...examples('plugin test', 'plugin test ./fahrenheit --update', 'plugin test --since 1.0.0'))
		.action((folder: string, flags: TestFlags) => run((session) => test(session, folder, granting(flags))));
	plugin
		.command('dev')
		.description('build, test and swap after each change, until stopped')
		.argument(...here)
		.option('--no-swap', 'leave an installed plugin of the same name as it is')
		.option(...grantOption)
		.addHelpText(...examples('plugin dev', 'plugin dev ./fahrenheit --no-swap'))
		.action((folder: string, flags: DevFlags) => run((session) => develop(session, folder, granting(flags))));
	plugin
		.command('validate')
		.description('check everything that an installation checks, and give advice')
		.argument('[path]', 'the plugin’s folder, or a package', '.')
		.option('--strict', 'fail if there is any warning or advice')
		.addHelpText(...examples('plugin validate', 'plugin validate fahrenheit-0.1.0.dfplugin --strict'))
		.action((path: string, { strict }: { readonly strict?: boolean }) =>
			run((session) => validate(session, path, strict === true)),
		);
	plugin
		.command('bench')
		.description('measure speed, memory and start, beside the version before')
		.argument(...here)
		.option('--against <path>', 'a package or folder to compare with (default: the newest package in the folder)')
		.option('--records <n>', 'records in each measured run (default: 50000)', parsePositive)
		.option(...grantOption)
		.addHelpText(...examples('plugin bench', 'plugin bench --against fahrenheit-0.1.0.dfplugin'))
		.action((folder: string, flags: BenchFlags) => run((session) => bench(session, folder, granting(flags))));
	packCommand(plugin, run, 'plugin pack', '[folder-or-plugin]');
}

function granting<F extends { readonly grant?: string }>(flags: F): F {
	if (flags.grant === undefined || flags.grant === 'requested') return flags;
	throw new UsageError(
		`--grant takes "requested", not "${flags.grant}".`,
		'Leave it out to grant its own data folder.',
	);
}
