import type { Manifest } from './manifest.ts';
import { translated } from './translated.ts';

type Described = Pick<Manifest['metadata'], 'description' | 'x-translations'>;
type Sample = NonNullable<Manifest['metadata']['samples']>[number];

/** What a plugin's author says that it does, in `language` (BCP 47) where it is given, else in the manifest's own. */
export function descriptionOf(metadata: Described, language: string): string | undefined {
	return translated(metadata['x-translations'], language)?.description ?? metadata.description;
}

/** What one of its samples is called, in the same way. */
export function sampleNameOf(sample: Pick<Sample, 'name' | 'x-translations'>, language: string): string {
	return translated(sample['x-translations'], language)?.name ?? sample.name;
}

/** Everything that a description says, in whatever language: what a search looks through. */
export function describedAnywhere(metadata: Described): string {
	const others = Object.values(metadata['x-translations'] ?? {}).map(({ description }) => description ?? '');
	return [metadata.description ?? '', ...others].join('\n');
}
