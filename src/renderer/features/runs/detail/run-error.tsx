import { useTranslation } from 'react-i18next';
import type { JsonValue, WireError } from '../../../../shared/errors/errors.ts';
import { reasonOf } from '../../../../shared/errors/failure-reason.ts';
import { CopyButton } from '../../../components/controls/copy-button.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { Facts } from '../../../components/page.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { TextLines } from '../../../components/text/text-lines.tsx';

/** Shown by themselves, or told elsewhere on the screen. */
const apart: ReadonlySet<string> = new Set(['stack', 'stderr', 'runId', 'stage']);

/** Why a run failed: what it was, what the engine found, what the plugin's own stack says. */
export function RunError({ error }: { readonly error: WireError }) {
	const { t } = useTranslation('run');
	const { t: failure } = useTranslation('failure');
	const details = error.details ?? {};
	const known = reasonOf(error) !== null;
	const facts = Object.entries(details).filter(([key, value]) => !apart.has(key) && value !== null && value !== '');
	const stack = textOf(details['stack']) ?? textOf(details['stderr']);
	return (
		<div className="flex flex-col gap-2">
			<ErrorNote error={error} withOriginal={false} />
			{(known || facts.length > 0 || stack !== null) && (
				<details className="rounded-base border border-line px-3 py-2" open={stack !== null}>
					<summary className="text-small text-muted">
						{known ? failure('original') : error.origin === 'guest' ? t('error.byPlugin') : t('error.byEngine')}
					</summary>
					<div className="mt-2 flex flex-col gap-2">
						{known && (
							<p lang="en" className="font-mono text-small">
								{error.code}: <PluginText max={2000}>{error.message}</PluginText>
							</p>
						)}
						<Facts
							facts={facts.map(
								([key, value]) =>
									[
										key,
										<PluginText key={key} className="font-mono text-small" max={1000}>
											{typeof value === 'string' ? value : JSON.stringify(value)}
										</PluginText>,
									] as const,
							)}
						/>
						{stack !== null && (
							<div className="flex flex-col gap-1">
								<div className="flex items-center justify-between">
									<p className="font-medium">{details['stack'] === undefined ? t('error.stderr') : t('error.stack')}</p>
									<CopyButton text={stack} label={t('error.copyStack')} />
								</div>
								<TextLines text={stack} label={t('error.stack')} maxHeight={200} />
							</div>
						)}
					</div>
				</details>
			)}
		</div>
	);
}

function textOf(value: JsonValue | undefined): string | null {
	return typeof value === 'string' && value !== '' ? value : null;
}
