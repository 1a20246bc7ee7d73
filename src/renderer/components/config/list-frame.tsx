import { Plus } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/text/use-format.ts';
import { Button } from '../controls/button.tsx';
import { plainName } from './labelled.tsx';

/** Rows that are drawn; a file may bring thousands. */
const MAX_ROWS = 100;

interface Props<Row> {
	readonly rows: readonly Row[];
	/** Of what is listed. */
	readonly name: string;
	readonly list: RefObject<HTMLOListElement | null>;
	readonly className: string;
	draw(row: Row, index: number): ReactNode;
	onAdd(): void;
}

/** The first rows, how many more there are, and the button that adds one. */
export function ListFrame<Row>({ rows, name, list, className, draw, onAdd }: Props<Row>) {
	const { t } = useTranslation('config');
	const format = useFormat();
	const more = rows.length - MAX_ROWS;
	return (
		<>
			{rows.length > 0 && (
				<ol ref={list} className={className}>
					{rows.slice(0, MAX_ROWS).map(draw)}
				</ol>
			)}
			{more > 0 && <p className="text-small text-muted">{t('more', { count: more, text: format.count(more) })}</p>}
			<div>
				<Button icon={Plus} aria-label={t('addTo', { name: plainName(name) })} onClick={onAdd}>
					{t('add')}
				</Button>
			</div>
		</>
	);
}
