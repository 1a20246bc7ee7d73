import { sha256Of } from '../../files/hash-bytes.ts';
import { tellsNothing } from '../package/momentary.ts';
import type { PluginPackage } from '../registry.ts';
import type { RegistryContext } from '../registry-context.ts';

/** Tells a plugin's module and manifest from any others; null: they cannot be used. */
export async function printOfFiles(context: RegistryContext, folder: string): Promise<string | null> {
	const found = await readFiles(context, folder).catch(() => null);
	return found === null ? null : printOf(found);
}

export async function printOf({ manifest, analysis }: PluginPackage): Promise<string> {
	return `${analysis.sha256} ${await sha256Of(Buffer.from(JSON.stringify(manifest)))}`;
}

/** What lies there; null: it cannot be used. Rejects where the system could not tell at this moment. */
export async function readFiles(context: RegistryContext, folder: string): Promise<PluginPackage | null> {
	try {
		return await context.readAgain(folder);
	} catch (error) {
		if (tellsNothing(error)) throw error;
		return null;
	}
}
