import { useTranslation } from 'react-i18next';
import { places } from '../../../shared/face/places.ts';
import { Group } from './setting-row.tsx';

const isMac = /Mac/.test(navigator.platform);
const control = isMac ? '⌘' : 'Ctrl';

/** Keys as they are pressed together; what they do is `shortcuts.does.<key of this table>`. */
const shortcuts = {
	palette: [[control, 'K']],
	places: [
		[control, '1'],
		[control, `${places.length}`],
	],
	move: [['↑'], ['↓'], ['Page Up'], ['Page Down'], ['Home'], ['End']],
	open: [['Enter']],
	select: [['Space']],
	extend: [
		['Shift', '↑'],
		['Shift', '↓'],
	],
	selectAll: [[control, 'A']],
	remove: [['Delete']],
	clear: [['Esc']],
} as const satisfies Readonly<Record<string, readonly (readonly string[])[]>>;

/** Every key that does something, in one place. */
export function Shortcuts() {
	const { t } = useTranslation('settings');
	return (
		<Group title={t('shortcuts.title')}>
			<table className="w-full">
				<caption className="sr-only">{t('shortcuts.title')}</caption>
				<thead className="sr-only">
					<tr>
						<th scope="col">{t('shortcuts.what')}</th>
						<th scope="col">{t('shortcuts.keys')}</th>
					</tr>
				</thead>
				<tbody className="divide-y divide-line">
					{(Object.keys(shortcuts) as (keyof typeof shortcuts)[]).map((key) => (
						<tr key={key} className="h-9">
							<th scope="row" className="px-3 text-left font-normal">
								{t(`shortcuts.does.${key}`)}
							</th>
							<td className="px-3">
								<span className="flex flex-wrap justify-end gap-2">
									{shortcuts[key].map((keys) => (
										<span key={keys.join()} className="inline-flex gap-1">
											{keys.map((name) => (
												<kbd key={name} className="rounded-small border border-line bg-sunken px-1.5 text-label">
													{name}
												</kbd>
											))}
										</span>
									))}
								</span>
							</td>
						</tr>
					))}
				</tbody>
			</table>
		</Group>
	);
}
