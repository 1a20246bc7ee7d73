import { FileDown } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBridge } from '../../client/engine.tsx';
import { useToasts } from '../toasts.tsx';

/** Takes files and folders that are dropped anywhere on the window. */
export function DropZone({
	onPaths,
	children,
}: {
	onPaths(paths: readonly string[]): void;
	readonly children: ReactNode;
}) {
	const bridge = useBridge();
	const { t } = useTranslation('shell');
	const toasts = useToasts();
	const [over, setOver] = useState(false);
	const take = useRef<(event: DragEvent) => Promise<void>>(async () => {});
	useEffect(() => {
		take.current = async (event) => {
			const { files, items } = event.dataTransfer ?? { files: null, items: null };
			if (files === null || files.length === 0) return;
			// Entries tell folders apart, and can be asked for only while the drop is handled. What a page made has none.
			const entries = [...(items ?? [])].flatMap((item) => item.webkitGetAsEntry() ?? []);
			try {
				const paths = await bridge.pathsOfDropped([...files], entries.length === 0 ? undefined : entries);
				if (paths.length > 0) onPaths(paths);
			} catch (error) {
				toasts.failed(() => t('drop.title'), error);
			}
		};
	});
	useEffect(() => {
		let depth = 0;
		const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;
		const enter = (event: DragEvent): void => {
			if (!carriesFiles(event)) return;
			depth += 1;
			setOver(true);
		};
		const leave = (event: DragEvent): void => {
			if (!carriesFiles(event)) return;
			depth = Math.max(0, depth - 1);
			if (depth === 0) setOver(false);
		};
		const hover = (event: DragEvent): void => {
			if (carriesFiles(event)) event.preventDefault();
		};
		const drop = (event: DragEvent): void => {
			depth = 0;
			setOver(false);
			if (!carriesFiles(event)) return;
			event.preventDefault();
			void take.current(event);
		};
		addEventListener('dragenter', enter);
		addEventListener('dragleave', leave);
		addEventListener('dragover', hover);
		addEventListener('drop', drop);
		return () => {
			removeEventListener('dragenter', enter);
			removeEventListener('dragleave', leave);
			removeEventListener('dragover', hover);
			removeEventListener('drop', drop);
		};
	}, []);
	return (
		<>
			{children}
			{over && (
				<div className="pointer-events-none fixed inset-2 z-60 flex flex-col items-center justify-center gap-2 rounded-base border-2 border-dashed border-accent bg-panel/90">
					<FileDown size={32} aria-hidden className="text-accent" />
					<p className="text-title font-semibold">{t('drop.title')}</p>
					<p className="text-muted">{t('drop.text')}</p>
				</div>
			)}
		</>
	);
}
