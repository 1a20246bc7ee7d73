import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './controls/button.tsx';
import { Note } from './notes.tsx';

interface Props {
	/** Another place is another try. */
	readonly place: string;
	readonly children: ReactNode;
}

/** A screen that cannot be drawn leaves the rest of the window alone. */
export class FailureBoundary extends Component<Props, { readonly failure: unknown; readonly place: string }> {
	override state = { failure: undefined as unknown, place: this.props.place };

	static getDerivedStateFromError(failure: unknown) {
		return { failure };
	}

	static getDerivedStateFromProps(props: Props, state: { readonly place: string }) {
		return props.place === state.place ? null : { failure: undefined, place: props.place };
	}

	override render() {
		if (this.state.failure === undefined) return this.props.children;
		return <Failed failure={this.state.failure} onRetry={() => this.setState({ failure: undefined })} />;
	}
}

function Failed({ failure, onRetry }: { readonly failure: unknown; onRetry(): void }) {
	const { t } = useTranslation('shell');
	return (
		<div className="p-4" role="alert">
			<Note tone="attention">
				<h1 className="font-semibold">{t('crash.title')}</h1>
				<p>{t('crash.text')}</p>
				<p className="my-2 font-mono text-small text-muted">
					{failure instanceof Error ? failure.message : String(failure)}
				</p>
				<Button onClick={onRetry}>{t('crash.reload')}</Button>
			</Note>
		</div>
	);
}
